//! The labels that no other of their node and state beats.

use portolan_network::records::NodeIdx;

use super::State;

/// All bags of a search, by node and then by state.
#[derive(Debug, Default)]
pub(crate) struct Bags {
    by_node: Vec<Vec<(State, Vec<u32>)>>,
}

impl Bags {
    /// The labels of a node and state, by their ids.
    pub fn bag_of(&mut self, node: NodeIdx, state: State) -> &mut Vec<u32> {
        if self.by_node.len() <= node.index() {
            self.by_node.resize_with(node.index() + 1, Vec::new);
        }
        let bags = &mut self.by_node[node.index()];
        let found = bags.iter().position(|(known, _)| *known == state);
        let position = found.unwrap_or_else(|| {
            bags.push((state, Vec::new()));
            bags.len() - 1
        });
        &mut bags[position].1
    }
}
