package io.ringlane.cloud.run;

import io.ringlane.cloud.traffic.Source;

/** One frame a period until an end; from {@code stallNs} on the card takes none. */
final class FakeSource implements Source {

    private final String label;
    private final boolean isWarmUp;
    private final long periodNs;
    private final long endNs;
    private final long stallNs;
    private long nextNs;
    private long sent;

    FakeSource(String label, boolean isWarmUp, long startNs, long endNs, long periodNs, long stallNs) {
        this.label = label;
        this.isWarmUp = isWarmUp;
        this.nextNs = startNs;
        this.endNs = endNs;
        this.periodNs = periodNs;
        this.stallNs = stallNs;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public boolean isWarmUp() {
        return isWarmUp;
    }

    @Override
    public long nextNs() {
        return nextNs < endNs ? nextNs : Long.MAX_VALUE;
    }

    @Override
    public int send(long nowNs) {
        int count = 0;
        while (nextNs() <= nowNs && nowNs < stallNs) {
            nextNs += periodNs;
            sent++;
            count++;
        }
        return count;
    }

    @Override
    public long backlog(long nowNs) {
        long untilNs = Math.min(nowNs, endNs);
        return nextNs < untilNs ? (untilNs - nextNs + periodNs - 1) / periodNs : 0;
    }

    @Override
    public long sentPackets() {
        return sent;
    }

    @Override
    public long sentBytes() {
        return sent * 1_500;
    }
}
