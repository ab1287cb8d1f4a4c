/** The component library dressed in the chart's inks; the colours themselves stand in `styles/tokens.css`. */
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

const ink: MantineColorsTuple = [
  "#eaf1f6",
  "#d3e0ea",
  "#b9d2e5",
  "#8dc0ea",
  "#8dc0ea",
  "#4f86b3",
  "#2f679a",
  "#1c4d78",
  "#163d60",
  "#102d48",
];

/** What the library takes for greys in the dark: the deep sea instead. */
const dark: MantineColorsTuple = [
  "#ece5d3",
  "#c5ccd0",
  "#a9b8c2",
  "#7e93a1",
  "#6c8494",
  "#22394c",
  "#0a1a29",
  "#0e2031",
  "#0a1a29",
  "#081521",
];

export const theme = createTheme({
  colors: { ink, dark },
  primaryColor: "ink",
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  luminanceThreshold: 0.4,
  fontFamily: "var(--sans)",
  headings: { fontFamily: "var(--serif)", fontWeight: "600" },
  defaultRadius: "var(--radius)",
  cursorType: "pointer",
  respectReducedMotion: true,
  // Said outright, so that the style sheet can tell filled buttons.
  components: { Button: { defaultProps: { variant: "filled" } } },
});

const worn = {
  "--mantine-color-body": "var(--sheet)",
  "--mantine-color-text": "var(--ink)",
  "--mantine-color-dimmed": "var(--ink-soft)",
  "--mantine-color-placeholder": "var(--ink-soft)",
  "--mantine-color-default": "var(--sheet)",
  "--mantine-color-default-hover": "var(--sunk)",
  "--mantine-color-default-color": "var(--ink)",
  "--mantine-color-default-border": "var(--rule-strong)",
  "--mantine-color-error": "var(--red)",
  "--mantine-color-anchor": "var(--blue)",
};

/** Both colour schemes point at the same tokens: the tokens change, not the names. */
export const resolveVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: worn,
  dark: worn,
});
