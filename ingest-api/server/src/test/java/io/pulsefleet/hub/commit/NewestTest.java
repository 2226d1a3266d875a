package io.pulsefleet.hub.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.metrics.Frames.NewFrame;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewestTest {

    @Test
    @SuppressWarnings("UnnecessaryAssignment") // there is no container here
    void whateverFailsIsTriedAgainTheNextTime() {
        var written = new ArrayList<NewFrame>();
        var newest = new Newest();
        newest.writer = new Newest.LatestWriter() {
            private int calls;

            @Override
            public void write(List<NewFrame> frames) {
                if (++calls == 1) {
                    throw new OutOfMemoryError("of the test");
                }
                written.addAll(frames);
            }
        };
        var frame = new NewFrame(Instant.now(), 1, 2, new double[] {3});
        newest.see(List.of(frame));

        newest.flush();
        newest.flush();
        newest.flush();

        assertThat(written).containsExactly(frame);
    }
}
