/** How the file is read: its encoding and sheet, what dates and bare amounts mean, and which column is which field. */
import { Button, Checkbox, Select, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useReread } from "../api/imports";
import type { Import, ImportField, ImportReading, ImportSource, ImportSurvey } from "../api/types";
import { FaultList, ProblemNotice } from "../states/Notices";
import { ScrollBox } from "../states/ScrollBox";
import {
  choiceOf,
  isNeeded,
  missingFields,
  type Sources,
  sourceOfChoice,
  sourcesOf,
  trimmedReading,
  unreadColumns,
  withSource,
} from "./reading";

/** What spreadsheets on the markets served write; the server knows more by the same names. */
const ENCODINGS = [
  "utf-8",
  "gb18030",
  "gbk",
  "big5",
  "shift_jis",
  "euc-kr",
  "windows-1251",
  "windows-1252",
  "utf-16le",
  "utf-16be",
];
const DATES = ["day_first", "month_first"] as const;

interface FormProps {
  survey: ImportSurvey | undefined;
  reading: ImportReading;
  onChange(reading: ImportReading): void;
}

function FileFields({ survey, reading, onChange }: FormProps) {
  const { t } = useTranslation();
  const sheets = survey?.sheets ?? [];
  return (
    <div className="reading-fields">
      {sheets.length > 0 ? (
        <Select
          label={t("imports.sheet")}
          data={sheets}
          value={reading.sheet ?? survey?.sheet ?? null}
          onChange={(sheet) => onChange({ ...reading, sheet: sheet ?? "" })}
          allowDeselect={false}
        />
      ) : (
        <Select
          label={t("imports.encoding")}
          description={survey && t("imports.encodingRead", { encoding: survey.encoding })}
          placeholder={t("imports.findOut")}
          data={ENCODINGS}
          value={reading.encoding || null}
          onChange={(encoding) => onChange({ ...reading, encoding: encoding ?? "" })}
          searchable
          clearable
        />
      )}
      <TextInput
        label={t("imports.currency")}
        description={t("imports.currencyHint")}
        placeholder={t("imports.currencyExample")}
        value={reading.currency ?? ""}
        onChange={(event) =>
          onChange({ ...reading, currency: event.currentTarget.value.trim().toUpperCase() })
        }
        maxLength={3}
      />
      <Select
        label={t("imports.dates")}
        description={t("imports.datesHint")}
        placeholder={t("imports.datesNone")}
        data={DATES.map((value) => ({ value, label: t(`imports.date.${value}`) }))}
        value={reading.dates ?? null}
        onChange={(value) => {
          const { dates: _before, ...rest } = reading;
          const dates = DATES.find((one) => one === value);
          onChange(dates ? { ...rest, dates } : rest);
        }}
        clearable
      />
    </div>
  );
}

function FieldRow({
  field,
  sources,
  survey,
  onChange,
}: {
  field: ImportField;
  sources: Sources;
  survey: ImportSurvey;
  onChange(source: ImportSource | null): void;
}) {
  const { t } = useTranslation();
  const source = sources[field.field];
  const choice = choiceOf(source);
  const name = t(`imports.field.${field.field}`, { defaultValue: field.field });
  const choices = [
    ...survey.columns.map(({ column, heading }) => ({
      value: `c${String(column)}`,
      label: heading.trim() === "" ? t("imports.columnOf", { column }) : heading,
    })),
    { value: "t", label: t("imports.sameText") },
  ];
  const samples = survey.columns.find(({ column }) => column === source?.column)?.samples ?? [];
  return (
    <tr>
      <th scope="row">
        {name}
        {isNeeded(field, sources) && <span className="required">{t("imports.required")}</span>}
      </th>
      <td>
        <Select
          aria-label={t("imports.columnFor", { field: name })}
          placeholder={t("imports.nowhere")}
          data={choices}
          value={choice || null}
          onChange={(value) => onChange(sourceOfChoice(value ?? "", source?.text ?? ""))}
          searchable
          clearable
        />
      </td>
      <td>
        {choice === "t" ? (
          <TextInput
            aria-label={t("imports.textFor", { field: name })}
            value={source?.text ?? ""}
            onChange={(event) => onChange({ text: event.currentTarget.value })}
          />
        ) : (
          <span className="samples small" dir="auto">
            {samples.slice(0, 3).join(" · ")}
          </span>
        )}
      </td>
    </tr>
  );
}

function Mapping({
  survey,
  sources,
  onChange,
}: {
  survey: ImportSurvey;
  sources: Sources;
  onChange(sources: Sources): void;
}) {
  const { t } = useTranslation();
  // What must be there stands first, then what is found, then the rest.
  const rank = (field: ImportField) =>
    isNeeded(field, sources) ? 0 : sources[field.field] ? 1 : 2;
  const fields = [...survey.fields].sort((a, b) => rank(a) - rank(b));
  const unread = unreadColumns(survey, sources);
  return (
    <>
      <ScrollBox className="sheet mapping" label={t("imports.mapping")}>
        <table>
          <thead>
            <tr>
              {(["field", "column", "samples"] as const).map((name) => (
                <th key={name} scope="col">
                  {t(`imports.mappingCol.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <FieldRow
                key={field.field}
                field={field}
                sources={sources}
                survey={survey}
                onChange={(source) => onChange(withSource(sources, field.field, source))}
              />
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {unread.length > 0 && (
        <p className="small">{t("imports.unread", { columns: unread.join(", ") })}</p>
      )}
    </>
  );
}

export function ReadingForm({ one }: { one: Import }) {
  const { t } = useTranslation();
  const survey = one.survey ?? undefined;
  const reread = useReread(one.id);
  const [reading, setReading] = useState<ImportReading>(one.reading);
  const [sources, setSources] = useState<Sources | null>(null);
  const [remember, setRemember] = useState(true);
  const shown = sources ?? (survey ? sourcesOf(survey) : {});
  const missing = survey ? missingFields(survey, shown) : [];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { columns: _proposed, ...rest } = reading;
    const told = trimmedReading(rest);
    // Another encoding or sheet has other columns: they are proposed anew.
    const isSameFile =
      told.encoding === trimmedReading(one.reading).encoding &&
      told.sheet === trimmedReading(one.reading).sheet;
    const columns = survey && isSameFile ? { columns: { ...shown } } : {};
    const body = { revision: one.revision, reading: { ...told, ...columns }, remember };
    reread.mutate(body, { onSuccess: () => setSources(null) });
  };
  return (
    <form onSubmit={submit} className="reading" aria-label={t("imports.reading")}>
      <FileFields survey={survey} reading={reading} onChange={setReading} />
      {survey && <Mapping survey={survey} sources={shown} onChange={setSources} />}
      {survey && (
        <Checkbox
          label={t("imports.remember")}
          checked={remember}
          onChange={(event) => setRemember(event.currentTarget.checked)}
        />
      )}
      {missing.length > 0 && (
        <p role="status" className="small">
          {t("imports.missing", {
            fields: missing
              .map((field) => t(`imports.field.${field}`, { defaultValue: field }))
              .join(", "),
          })}
        </p>
      )}
      {one.faults.length > 0 && <FaultList faults={one.faults} />}
      {reread.error && <ProblemNotice error={reread.error} />}
      <div>
        <Button type="submit" loading={reread.isPending}>
          {t("imports.readSo")}
        </Button>
      </div>
    </form>
  );
}
