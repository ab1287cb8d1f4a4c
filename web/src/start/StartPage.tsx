/** Getting started: what a new seller does first, ticked off by what is there. */
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useFirstSteps } from "../api/queries";
import { TickIcon } from "../frame/icons";
import { type Area, hrefOf } from "../routes";
import { ProblemNotice, Waiting } from "../states/Notices";
import { markHere, seatHere } from "./seat";
import { hasMark, nextStep, STEPS, type Step, stepsDone } from "./steps";

const PLACES: Record<Step, Area> = {
  products: "products",
  orders: "orders",
  quote: "quote",
  book: "orders",
  label: "parcels",
  handIn: "parcels",
};

function StepItem({ step, isDone, isNext }: { step: Step; isDone: boolean; isNext: boolean }) {
  const { t } = useTranslation();
  return (
    <li className="step sheet" data-done={isDone || undefined} data-next={isNext || undefined}>
      <span className="step-mark">{isDone && <TickIcon />}</span>
      <div>
        <h2>
          <a href={hrefOf(PLACES[step])}>{t(`start.step.${step}`)}</a>
          <span className="small"> {t(isDone ? "start.done" : "start.open")}</span>
        </h2>
        <p>{t(`start.lead.${step}`)}</p>
      </div>
    </li>
  );
}

export default function StartPage() {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useFirstSteps();
  const seat = seatHere();
  const done = data
    ? stepsDone({ ...data, quoted: hasMark(seat, "quoted"), printed: hasMark(seat, "printed") })
    : null;
  const next = done && nextStep(done);
  const isAll = done !== null && next === null;
  useEffect(() => {
    if (isAll) markHere("done");
  }, [isAll]);
  return (
    <div className="list-page">
      <div className="page-top">
        <h1 tabIndex={-1}>{t("start.title")}</h1>
        <p>{t(isAll ? "start.allDone" : "start.intro")}</p>
        {done && (
          <p className="small figure" role="status">
            {t("start.count", { done: done.size, count: STEPS.length })}
          </p>
        )}
      </div>
      {isPending && <Waiting rows={6} height={72} />}
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {done && (
        <ol className="steps">
          {STEPS.map((step) => (
            <StepItem key={step} step={step} isDone={done.has(step)} isNext={step === next} />
          ))}
        </ol>
      )}
    </div>
  );
}
