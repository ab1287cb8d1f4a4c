/** A sixteen-point rose as the charts carry it; decoration only, hidden from readers. */
const POINTS = Array.from({ length: 16 }, (_, index) => index * 22.5);

function lengthOf(angle: number): number {
  if (angle % 90 === 0) return 46;
  return angle % 45 === 0 ? 36 : 24;
}

export function CompassRose({ size = 32, className }: { size?: number; className?: string }) {
  const small = size < 60;
  const points = small ? POINTS.filter((angle) => angle % 45 === 0) : POINTS;
  return (
    <svg
      viewBox="-50 -50 100 100"
      width={size}
      height={size}
      aria-hidden="true"
      className={className}
    >
      <circle r="48" fill="none" stroke="currentColor" strokeWidth={small ? 3 : 1} opacity="0.5" />
      {!small && (
        <circle r="28" fill="none" stroke="currentColor" strokeWidth="0.6" opacity="0.5" />
      )}
      {[...points]
        .sort((a, b) => lengthOf(a) - lengthOf(b))
        .map((angle) => {
          const reach = lengthOf(angle);
          const width = reach / 7;
          const waist = reach / 4.5;
          const north = angle === 0;
          return (
            <g key={angle} transform={`rotate(${angle})`}>
              <path
                d={`M0 0 L-${width} -${waist} L0 -${reach} Z`}
                fill={north ? "var(--red)" : "currentColor"}
              />
              <path
                d={`M0 0 L${width} -${waist} L0 -${reach} Z`}
                fill={north ? "var(--red)" : "currentColor"}
                opacity="0.45"
              />
            </g>
          );
        })}
    </svg>
  );
}
