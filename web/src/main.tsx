/** Starts the page: the key leaves the address bar before anything is drawn or requested. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { recallSession } from "./api/people";
import { App } from "./app";
import { startTranslation } from "./i18n";
import { adoptKey, browserKeyHost, readKey } from "./session/key";
import { keepSession } from "./session/session";
import "./styles/mantine.css";
import "./styles/tokens.css";
import "./styles/frame.css";
import "./styles/chart.css";
import "./styles/quote.css";
import "./styles/promise.css";
import "./styles/lists.css";
import "./styles/tracking.css";

adoptKey(browserKeyHost());
// A key goes before a sign-in, as it does on the server.
if (readKey() === null) void recallSession();
else keepSession(null);
await startTranslation();
const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
