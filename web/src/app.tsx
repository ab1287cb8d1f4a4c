/** The frame around the areas: header, gate, focus. */
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { RequestError } from "./api/problem";
import { useNetwork } from "./api/queries";
import { Header } from "./frame/Header";
import { OrdersPage } from "./orders/OrdersPage";
import { ParcelsPage } from "./parcels/ParcelsPage";
import { QuotePage } from "./quote/QuotePage";
import { type Area, useFragment, useRoute } from "./routes";
import { Gate, JoinGate } from "./session/Gate";
import { readKey, watchKey } from "./session/key";
import { joinSecret, readSession, watchSession } from "./session/session";
import { Boundary } from "./states/Boundary";
import { Waiting } from "./states/Notices";
import { TeamPage } from "./team/TeamPage";
import { resolveVariables, theme } from "./theme";
import { ExceptionsPage } from "./tracking/ExceptionsPage";

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

const PAGES: Record<Area, () => React.JSX.Element> = {
  quote: QuotePage,
  orders: OrdersPage,
  parcels: ParcelsPage,
  exceptions: ExceptionsPage,
  team: TeamPage,
};

function NetworkLine() {
  const { t } = useTranslation();
  const { data } = useNetwork();
  if (!data) return null;
  const version = data.version.slice(0, 12);
  return (
    <footer className="frame-footer">{t("app.network", { title: data.title, version })}</footer>
  );
}

function Areas({ area }: { area: Area }) {
  const { t } = useTranslation();
  const main = useRef<HTMLElement>(null);
  const shown = useRef(area);
  const Page = PAGES[area];
  useEffect(() => {
    document.title = `${t(`app.area.${area}`)} · Portolan`;
    if (shown.current === area) return;
    shown.current = area;
    main.current?.querySelector<HTMLElement>("h1")?.focus();
    window.scrollTo(0, 0);
  }, [area, t]);
  return (
    <main id="content" ref={main}>
      <Boundary key={area}>
        <Page />
      </Boundary>
    </main>
  );
}

/** What stands below the header: the areas, or what must come before them. */
function Content({ area, isIn }: { area: Area; isIn: boolean | undefined }) {
  const secret = joinSecret(useFragment());
  if (secret !== null) return <JoinGate secret={secret} />;
  if (isIn === undefined) {
    return (
      <main id="content">
        <Waiting />
      </main>
    );
  }
  return isIn ? <Areas area={area} /> : <Gate />;
}

function Frame() {
  const { t } = useTranslation();
  const { area } = useRoute();
  const apiKey = useSyncExternalStore(watchKey, () => readKey());
  const session = useSyncExternalStore(watchSession, readSession);
  const isIn = apiKey !== null || (session === undefined ? undefined : session !== null);
  useEffect(() => {
    // Somebody else may see other data.
    if (isIn === false) cache.clear();
  }, [isIn]);
  return (
    <>
      <button type="button" className="skip" onClick={focusContent}>
        {t("app.skip")}
      </button>
      <Header area={area} apiKey={apiKey} session={session ?? null} />
      <Content area={area} isIn={isIn} />
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
