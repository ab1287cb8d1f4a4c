/** Books one order or many: choose the service, watch the count, read each outcome. */
import { Button, Modal, Select } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useBook } from "../api/queries";
import type { BookItemAnswer, EntryWish } from "../api/types";
import { hrefOf } from "../routes";
import { FaultList, ProblemNotice, ProblemWords } from "../states/Notices";
import { useServices } from "../states/services";

interface Props {
  orders: readonly string[];
  references: ReadonlyMap<string, string>;
  onClose(): void;
}

function OutcomeItem({ answer, reference }: { answer: BookItemAnswer; reference: string }) {
  if (answer.booked) {
    return (
      <li className="outcome good">
        <strong>{reference}</strong>
        <span className="figure">
          {answer.booked.parcels.map((one) => one.identifiers[0]?.value ?? one.id).join(", ")}
        </span>
      </li>
    );
  }
  const { problem } = answer;
  return (
    <li className="outcome bad">
      <strong>{reference}</strong>
      {problem && <ProblemWords problem={problem} />}
      {problem?.faults && <FaultList faults={problem.faults} />}
    </li>
  );
}

function Outcomes({
  results,
  references,
}: {
  results: readonly BookItemAnswer[];
  references: Props["references"];
}) {
  const { t } = useTranslation();
  const booked = results.filter((one) => one.booked).length;
  const failed = results.length - booked;
  // What went wrong stands first: it is what needs doing.
  const order = [...results].sort((a, b) => Number(Boolean(a.booked)) - Number(Boolean(b.booked)));
  return (
    <div className="outcomes">
      <p role="status">
        <strong>{t("orders.bookedCount", { count: booked })}</strong>
        {failed > 0 && `, ${t("orders.failedCount", { count: failed })}`}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls is reached by keyboard */}
      <ul aria-label={t("orders.outcome")} tabIndex={0}>
        {order.map((answer) => (
          <OutcomeItem
            key={answer.order}
            answer={answer}
            reference={references.get(answer.order) ?? answer.order}
          />
        ))}
      </ul>
    </div>
  );
}

export function BookDialog({ orders, references, onClose }: Props) {
  const { t } = useTranslation();
  const services = useServices();
  const [service, setService] = useState("");
  const [entry, setEntry] = useState<EntryWish | "">("");
  const [done, setDone] = useState(0);
  const book = useBook();
  const count = orders.length;
  const finished = book.data !== undefined;
  return (
    <Modal
      opened
      onClose={book.isPending ? () => undefined : onClose}
      title={t("orders.bookTitle", { count })}
      closeButtonProps={{ "aria-label": t("orders.close") }}
      centered
    >
      <div className="dialog">
        {!finished && (
          <>
            {count > 1 && <p className="small">{t("orders.bookLead")}</p>}
            <Select
              label={t("orders.service")}
              placeholder={t("orders.serviceOwn")}
              data={services.list}
              value={service || null}
              onChange={(value) => setService(value ?? "")}
              clearable
            />
            <Select
              label={t("quote.form.entry")}
              placeholder={t("quote.entry.any")}
              data={(["collection", "drop_off"] as const).map((value) => ({
                value,
                label: t(`quote.entry.${value}`),
              }))}
              value={entry || null}
              onChange={(value) =>
                setEntry(value === "collection" || value === "drop_off" ? value : "")
              }
              clearable
            />
          </>
        )}
        {book.isPending && (
          <div role="status">
            <p>{t("orders.booking", { done, count })}</p>
            <progress value={done} max={count} aria-label={t("orders.booking", { done, count })} />
          </div>
        )}
        {book.error && <ProblemNotice error={book.error} />}
        {book.data && <Outcomes results={book.data} references={references} />}
        <div className="dialog-actions">
          {finished && (
            <Button component="a" href={hrefOf("parcels")} variant="default">
              {t("orders.toParcels")}
            </Button>
          )}
          <Button
            variant={finished ? "filled" : "default"}
            onClick={onClose}
            disabled={book.isPending}
          >
            {t(finished ? "orders.close" : "orders.cancel")}
          </Button>
          {!finished && (
            <Button
              loading={book.isPending}
              onClick={() => book.mutate({ orders, service, entry, onProgress: setDone })}
            >
              {t("orders.book")}
            </Button>
          )}
        </div>
      </div>
    </Modal>
  );
}
