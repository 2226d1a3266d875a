package io.pulsefleet.hub.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class FewAtOnceTest {

    private final List<Runnable> threads = new ArrayList<>();
    private final List<String> done = new ArrayList<>();

    @Test
    void theOthersWaitInTheirOrderAndOneThatFailsGivesItsPlaceBack() {
        var few = new FewAtOnce(threads::add, 2);
        few.execute(() -> done.add("a"));
        few.execute(() -> {
            throw new IllegalStateException("b");
        });
        few.execute(() -> done.add("c"));
        few.execute(() -> done.add("d"));
        assertThat(threads).hasSize(2);

        assertThatThrownBy(threads.get(1)::run).hasMessage("b");
        assertThat(threads).as("one place is free").hasSize(3);
        threads.get(2).run();
        threads.get(0).run();
        threads.get(3).run();

        assertThat(done).containsExactly("c", "a", "d");
        assertThat(threads).hasSize(4);
    }

    @Test
    void whatFoundNoThreadIsBegunWithTheNext() {
        var isFull = new boolean[] {true};
        var few = new FewAtOnce(
                task -> {
                    if (isFull[0]) {
                        throw new RejectedExecutionException("full");
                    }
                    threads.add(task);
                },
                2);

        assertThatThrownBy(() -> few.execute(() -> done.add("a"))).hasMessage("full");
        isFull[0] = false;
        few.execute(() -> done.add("b"));
        List.copyOf(threads).forEach(Runnable::run);

        assertThat(done).containsExactly("a", "b");
    }
}
