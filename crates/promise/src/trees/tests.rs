#![expect(clippy::cast_precision_loss, clippy::float_cmp, reason = "small counts in a test")]

use super::*;

const GROWTH: Growth = Growth { leaves: 4, leaf_weight: 2.0, ridge: 0.0 };

/// Rows of two features: the first decides, the second is noise.
fn table() -> (Vec<f32>, Vec<f64>) {
    let rows = (0..100_u16).map(|row| {
        let x = f32::from(row);
        ([x, f32::from(row * 37 % 100)], if row < 30 { 1.0 } else { 5.0 })
    });
    let (cells, targets): (Vec<[f32; 2]>, Vec<f64>) = rows.unzip();
    (cells.concat(), targets)
}

fn grown(cells: &[f32], targets: &[f64]) -> (Bins, Tree, Vec<Vec<u32>>) {
    let bins = Bins::new(cells, 2);
    let asks: Vec<([f64; 1], f64)> = targets.iter().map(|&target| ([target], 1.0)).collect();
    let sample = Sample { bins: &bins, asks: &asks, features: &[0, 1] };
    let (mut tree, leaves) = grow(&sample, (0..100).collect(), &GROWTH);
    tree.width = 1;
    for rows in &leaves {
        let sum: f64 = rows.iter().map(|&row| targets[row as usize]).sum();
        tree.values.push(sum / rows.len() as f64);
    }
    (bins, tree, leaves)
}

#[test]
fn a_tree_cuts_where_the_target_jumps() {
    let (cells, targets) = table();
    let (_, tree, _) = grown(&cells, &targets);
    assert_eq!(tree.nodes[0].feature, 0);
    assert!((tree.values_of(&[10.0, 50.0])[0] - 1.0).abs() < 0.2);
    assert!((tree.values_of(&[80.0, 50.0])[0] - 5.0).abs() < 1e-9);
    assert!((tree.values_of(&[f32::NAN, 50.0])[0] - 1.0).abs() < 0.2, "what is not told goes left");
}

#[test]
fn rows_fall_into_the_leaf_they_were_grown_in() {
    let (cells, targets) = table();
    let (bins, tree, leaves) = grown(&cells, &targets);
    assert_eq!(leaves.iter().map(Vec::len).sum::<usize>(), 100);
    for (leaf, rows) in leaves.iter().enumerate() {
        for &row in rows {
            let row = row as usize;
            assert_eq!(tree.leaf_of(&bins, row), leaf);
            assert_eq!(tree.values_of(&cells[row * 2..row * 2 + 2])[0], tree.values[leaf]);
        }
    }
}

#[test]
fn equal_targets_grow_one_leaf() {
    let (cells, _) = table();
    let (_, tree, leaves) = grown(&cells, &[0.0; 100]);
    assert!(tree.nodes.is_empty() && leaves.len() == 1);
}
