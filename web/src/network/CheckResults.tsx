/** What checking the published network found, with the row and the mend of each; and which countries it reaches. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNetworkCheck } from "../api/queries";
import type { NetworkCheck, NetworkFinding } from "../api/types";
import { useRoute } from "../routes";
import { countryName } from "../states/countries";
import { FaultWords } from "../states/FaultWords";
import { SearchField } from "../states/Listing";
import { Nothing, ProblemNotice, Waiting } from "../states/Notices";
import { Sheet } from "../states/Sheet";
import { useServices } from "../states/services";

const LISTED = 50;

function FindingRow({ finding }: { finding: NetworkFinding }) {
  const { t } = useTranslation();
  return (
    <tr>
      <td>
        <span className="state-badge" data-state={finding.is_error ? "rejected" : "open"}>
          {t(finding.is_error ? "network.error" : "network.warning")}
        </span>
      </td>
      <th scope="row" className="row-name">
        {finding.file}
        {finding.row != null && (
          <span className="small"> {t("state.line", { line: finding.row })}</span>
        )}
      </th>
      <td>{finding.column && <code>{finding.column}</code>}</td>
      <td className="wide">
        <span className="finding-words">
          <FaultWords told={finding} />
        </span>
      </td>
    </tr>
  );
}

function Findings({ check }: { check: NetworkCheck }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(LISTED);
  const columns = (["grade", "file", "column", "what"] as const).map((name) => ({
    title: t(`network.findingCol.${name}`),
  }));
  return (
    <section className="list" aria-labelledby="findings">
      <h2 id="findings">{t("network.findings")}</h2>
      <p role="status">
        {t("network.errors", { count: check.errors })},{" "}
        {t("network.warnings", { count: check.warnings })}
      </p>
      {check.findings.length === 0 ? (
        <Nothing title={t("network.noFindings")} />
      ) : (
        <Sheet label={t("network.findings")} columns={columns}>
          {check.findings.slice(0, shown).map((one, index) => (
            <FindingRow
              key={`${one.file} ${String(one.row)} ${one.code} ${String(index)}`}
              finding={one}
            />
          ))}
        </Sheet>
      )}
      {check.findings.length > shown && (
        <button type="button" className="text-button" onClick={() => setShown(shown + LISTED)}>
          {t("state.more")}
        </button>
      )}
    </section>
  );
}

function Coverage({ check }: { check: NetworkCheck }) {
  const { t, i18n } = useTranslation();
  const services = useServices();
  const wanted = (useRoute().query.get("q") ?? "").toLowerCase();
  const named = (code: string) => countryName(code, i18n.language);
  const isWanted = (code: string) => `${code} ${named(code)}`.toLowerCase().includes(wanted);
  const columns = (["country", "services", "legs", "lines"] as const).map((name) => ({
    title: t(`network.coverageCol.${name}`),
    isNumeric: name === "legs" || name === "lines",
  }));
  const reached = check.reached
    .filter((one) => isWanted(one.country))
    .sort((a, b) => named(a.country).localeCompare(named(b.country)));
  return (
    <section className="list" aria-labelledby="coverage">
      <h2 id="coverage">{t("network.coverage")}</h2>
      <p>{t("network.reached", { count: check.reached.length, missed: check.unreached.length })}</p>
      <search className="list-filter">
        <SearchField label={t("network.searchCountry")} />
      </search>
      {check.unreached.length > 0 && (
        <ul className="plain-list">
          {check.unreached
            .filter((one) => isWanted(one.country))
            .map((one) => (
              <li key={one.country}>
                <strong>{named(one.country)}</strong>
                <FaultWords told={{ code: "country_unreached", what: one.why, mend: "" }} />
              </li>
            ))}
        </ul>
      )}
      <Sheet label={t("network.coverage")} columns={columns}>
        {reached.map((one) => (
          <tr key={one.country}>
            <th scope="row" className="row-name">
              {named(one.country)} <span className="small">{one.country}</span>
            </th>
            <td>{one.services.map((service) => services.nameOf(service)).join(", ")}</td>
            <td className="numeric figure">{one.legs_min}</td>
            <td className="numeric figure">{one.lines}</td>
          </tr>
        ))}
      </Sheet>
    </section>
  );
}

export function CheckResults() {
  const { data, error, isPending, refetch } = useNetworkCheck();
  return (
    <>
      {isPending && <Waiting rows={6} />}
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data && <Findings check={data} />}
      {data && <Coverage check={data} />}
    </>
  );
}
