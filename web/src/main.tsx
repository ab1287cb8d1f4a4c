/** Starts the page: the key leaves the address bar before anything is drawn or requested. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app";
import { startTranslation } from "./i18n";
import { adoptKey, browserKeyHost } from "./session/key";
import "./styles/mantine.css";
import "./styles/tokens.css";
import "./styles/frame.css";
import "./styles/chart.css";
import "./styles/quote.css";
import "./styles/promise.css";
import "./styles/lists.css";
import "./styles/tracking.css";

adoptKey(browserKeyHost());
await startTranslation();
const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
