/** The frame around the areas: header, gate, focus. Every area is a chunk of its own, loaded when it is opened. */
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useRef, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { RequestError } from "./api/problem";
import { useNetwork } from "./api/queries";
import { Header } from "./frame/Header";
import { type Area, findRoute, type Route, useFragment } from "./routes";
import { readKey, watchKey } from "./session/key";
import { heldSession, joinSecret, readSession, watchSession } from "./session/session";
import { firstArea } from "./start/steps";
import { Boundary } from "./states/Boundary";
import { Waiting } from "./states/Notices";
import { resolveVariables, theme } from "./theme";

const cache = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: false,
      // Only what never reached the server is worth a second try by itself.
      retry: (failures, error) => !(error instanceof RequestError) && failures < 2,
    },
  },
});

const PAGES: Record<Area, React.ComponentType> = {
  start: lazy(() => import("./start/StartPage")),
  quote: lazy(() => import("./quote/QuotePage")),
  orders: lazy(() => import("./orders/OrdersPage")),
  imports: lazy(() => import("./imports/ImportsPage")),
  products: lazy(() => import("./products/ProductsPage")),
  parcels: lazy(() => import("./parcels/ParcelsPage")),
  manifests: lazy(() => import("./parcels/ManifestsPage")),
  exceptions: lazy(() => import("./tracking/ExceptionsPage")),
  network: lazy(() => import("./network/NetworkPage")),
  team: lazy(() => import("./team/TeamPage")),
};
const Gate = lazy(() => import("./session/Gate"));
const JoinGate = lazy(() => import("./session/Gate").then((gate) => ({ default: gate.JoinGate })));
const SignInAgain = lazy(() => import("./session/SignInAgain"));

function NetworkLine() {
  const { t } = useTranslation();
  const { data } = useNetwork();
  if (!data) return null;
  const version = data.version.slice(0, 12);
  return (
    <footer className="frame-footer">{t("app.network", { title: data.title, version })}</footer>
  );
}

/** The title takes the focus as soon as the page that was gone to has one. */
function focusTitle(main: HTMLElement): () => void {
  const take = () => {
    const title = main.querySelector<HTMLElement>("h1");
    title?.focus();
    return title !== null;
  };
  if (take()) return () => undefined;
  const watch = new MutationObserver(() => take() && watch.disconnect());
  watch.observe(main, { childList: true, subtree: true });
  return () => watch.disconnect();
}

function Areas({ route, isAway }: { route: Route; isAway: boolean }) {
  const { t } = useTranslation();
  const { area, id } = route;
  const main = useRef<HTMLElement>(null);
  const place = `${area} ${id ?? ""}`;
  const shown = useRef(place);
  const Page = PAGES[area];
  useEffect(() => {
    document.title = `${id ?? t(`app.area.${area}`)} · Portolan`;
    if (shown.current === place || !main.current) return undefined;
    shown.current = place;
    window.scrollTo(0, 0);
    return focusTitle(main.current);
  }, [area, id, place, t]);
  return (
    <main id={isAway ? undefined : "content"} className="areas-content" ref={main} hidden={isAway}>
      <Boundary key={place}>
        <Suspense fallback={<Waiting />}>
          <Page />
        </Suspense>
      </Boundary>
    </main>
  );
}

/** What stands below the header: the areas, or what must come before them. */
function Content({ route, isIn }: { route: Route; isIn: boolean | undefined }) {
  const secret = joinSecret(useFragment());
  const was = isIn === false ? heldSession() : null;
  const waiting = (
    <main id="content">
      <Waiting />
    </main>
  );
  if (isIn === undefined) return waiting;
  const hasAreas = secret === null && (isIn || was !== null);
  return (
    <>
      {hasAreas && <Areas route={route} isAway={!isIn} />}
      {!(hasAreas && isIn) && (
        <Suspense fallback={waiting}>
          {secret !== null && <JoinGate secret={secret} />}
          {secret === null && (was === null ? <Gate /> : <SignInAgain was={was} />)}
        </Suspense>
      )}
    </>
  );
}

function Frame() {
  const { t } = useTranslation();
  const fragment = useFragment();
  const apiKey = useSyncExternalStore(watchKey, () => readKey());
  const session = useSyncExternalStore(watchSession, readSession);
  const isIn = apiKey !== null || (session === undefined ? undefined : session !== null);
  const route = findRoute(fragment) ?? {
    area: firstArea(apiKey, session),
    id: null,
    query: new URLSearchParams(),
  };
  useEffect(() => {
    // Somebody else may see other data.
    if (isIn === false && heldSession() === null) cache.clear();
  }, [isIn]);
  return (
    <>
      <button type="button" className="skip" onClick={focusContent}>
        {t("app.skip")}
      </button>
      <Header area={route.area} apiKey={apiKey} session={session ?? null} />
      <Content route={route} isIn={isIn} />
      {isIn && <NetworkLine />}
    </>
  );
}

/** The fragment carries the route, so what would be a skip link moves the focus by hand. */
function focusContent(): void {
  document.querySelector<HTMLElement>("#content h1")?.focus();
}

export function App() {
  return (
    <QueryClientProvider client={cache}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={resolveVariables}
        defaultColorScheme="auto"
      >
        <Frame />
      </MantineProvider>
    </QueryClientProvider>
  );
}
