package io.pulsefleet.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemorySpoolTest {

    @Test
    void freshVisitsGoFirstAndEveryFourthIsOneOfTheBacklog() {
        var spool = new MemorySpool(4);
        spool.seal(4);
        spool.seal(5);
        spool.seal(6);

        assertThat(takeAll(spool, true))
                .containsExactly("4 fresh", "5 fresh", "6 fresh", "0 late", "1 late", "2 late", "3 late");
    }

    @Test
    void theBacklogComesOnThoughThereIsAlwaysSomethingFresh() {
        var spool = new MemorySpool(10);
        var taken = new ArrayList<String>();
        for (int visit = 10; visit < 18; visit++) {
            spool.seal(visit);
            taken.add(said(spool.take(true).orElseThrow()));
        }

        assertThat(taken)
                .containsExactly(
                        "10 fresh", "11 fresh", "12 fresh", "0 late", "13 fresh", "14 fresh", "15 fresh", "1 late");
    }

    @Test
    void whileTheBacklogMustWaitOnlyFreshOnesGo() {
        var spool = new MemorySpool(2);
        spool.seal(2);

        assertThat(takeAll(spool, false)).containsExactly("2 fresh");
        assertThat(spool.size()).isEqualTo(2);
    }

    @Test
    void whatWaitsTooLongIsBacklog() {
        var spool = new MemorySpool(0);
        for (int visit = 0; visit < 5; visit++) {
            spool.seal(visit);
        }

        assertThat(takeAll(spool, true)).containsExactly("2 fresh", "3 fresh", "4 fresh", "0 late", "1 late");
    }

    @Test
    void whatIsPutBackIsTheNextAgain() {
        var spool = new MemorySpool(2);
        var first = spool.take(true).orElseThrow();
        spool.putBack(first);

        assertThat(takeAll(spool, true)).containsExactly("0 late", "1 late");
    }

    @Test
    void lateDataIsCountedAndGoesWhenItIsReleased() {
        var spool = new MemorySpool(0);
        spool.sealHeldBack(0);
        spool.seal(1);

        assertThat(spool.size()).isEqualTo(2);
        assertThat(takeAll(spool, true)).containsExactly("1 fresh");
        spool.releaseHeldBack();
        assertThat(takeAll(spool, true)).containsExactly("0 late");
    }

    @Test
    void aQueueKeepsItsOrderWhileItGrowsAndTurns() {
        var queue = new VisitQueue();
        for (int visit = 0; visit < 6; visit++) {
            queue.add(visit);
        }
        queue.poll();
        queue.poll();
        for (int visit = 6; visit < 20; visit++) {
            queue.add(visit);
        }
        queue.addFirst(1);

        assertThat(queue).hasToString("[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]");
    }

    private static List<String> takeAll(MemorySpool spool, boolean backlogMayGo) {
        var taken = new ArrayList<String>();
        for (var offer = spool.take(backlogMayGo); offer.isPresent(); offer = spool.take(backlogMayGo)) {
            taken.add(said(offer.get()));
        }
        return taken;
    }

    private static String said(MemorySpool.Offer offer) {
        return offer.visit() + (offer.fresh() ? " fresh" : " late");
    }
}
