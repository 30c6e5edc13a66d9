import { createRoot } from "react-dom/client";
import "./style/tokens.css";
import "./style/base.css";
import "./style/frame.css";
import "./style/parts.css";
import "./style/figures.css";
import "./style/table.css";
import "./style/run.css";
import "./style/trace.css";
import "./style/samples.css";
import "./style/task.css";
import "./style/playground.css";
import "./style/pairs.css";
import "./style/form.css";
import { App, loadPage } from "./app.js";
import { listenToKeys } from "./frame/keys.js";
import { showFirstTheme } from "./frame/theme.js";
import { LanguageProvider } from "./language/language.js";
import { takeToken } from "./server/token.js";

showFirstTheme();
listenToKeys();
await Promise.all([takeToken(), loadPage(window.location.pathname)]);
const page = document.getElementById("page");
if (page)
  createRoot(page).render(
    <LanguageProvider>
      <App />
    </LanguageProvider>,
  );
