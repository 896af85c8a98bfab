package io.ringlane.cloud.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineCountersTest {

    @TempDir
    Path proc;

    @Test
    void shouldReadStealInTicksOfTenMilliseconds() throws IOException {
        stat("cpu  10 20 30 40 50 60 70 812 0 0\ncpu0 1 2 3 4 5 6 7 400 0 0\n");

        assertThat(MachineCounters.read(proc).stealNs()).isEqualTo(8_120_000_000L);
    }

    @Test
    void shouldAddUpWhatEveryThreadWaitedForACore() throws IOException {
        task("100", "5000 1200 7\n");
        task("101", "9000 300 2\n");

        assertThat(MachineCounters.read(proc).runQueueWaitNs()).isEqualTo(1_500);
    }

    @Test
    void shouldNotKnowWhatTheMachineDoesNotSay() throws IOException {
        assertThat(MachineCounters.read(proc))
                .returns(MachineCounters.UNKNOWN, MachineCounters::stealNs)
                .returns(MachineCounters.UNKNOWN, MachineCounters::runQueueWaitNs);

        stat("cpu  10 20 30\n");
        task("100", "garbage\n");
        assertThat(MachineCounters.read(proc))
                .returns(MachineCounters.UNKNOWN, MachineCounters::stealNs)
                .returns(MachineCounters.UNKNOWN, MachineCounters::runQueueWaitNs);
    }

    @Test
    void shouldGiveWhatHappenedInBetween() {
        MachineCounters later = new MachineCounters(90, 5_000, 4);

        assertThat(later.since(new MachineCounters(40, 2_000, 3))).isEqualTo(new MachineCounters(50, 3_000, 1));
    }

    @Test
    void shouldNotCountBackwardsWhenAThreadThatWaitedHasEnded() {
        MachineCounters later = new MachineCounters(90, 1_000, 4);

        assertThat(later.since(new MachineCounters(90, 2_000, 4)).runQueueWaitNs())
                .isZero();
    }

    @Test
    void shouldStayUnknownWhereEitherMomentIs() {
        MachineCounters known = new MachineCounters(90, 1_000, 4);
        MachineCounters unknown = new MachineCounters(MachineCounters.UNKNOWN, MachineCounters.UNKNOWN, 4);

        assertThat(known.since(unknown)).isEqualTo(unknown.since(known));
        assertThat(known.since(unknown).stealNs()).isEqualTo(MachineCounters.UNKNOWN);
        assertThat(known.since(unknown).runQueueWaitNs()).isEqualTo(MachineCounters.UNKNOWN);
    }

    private void stat(String text) throws IOException {
        Files.writeString(proc.resolve("stat"), text);
    }

    private void task(String id, String schedstat) throws IOException {
        Path task = Files.createDirectories(proc.resolve("self").resolve("task").resolve(id));
        Files.writeString(task.resolve("schedstat"), schedstat);
    }
}
