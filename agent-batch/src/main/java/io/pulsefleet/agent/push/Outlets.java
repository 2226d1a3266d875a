package io.pulsefleet.agent.push;

import io.pulsefleet.agent.push.Outbox.Books;
import io.pulsefleet.agent.spool.Copies;
import io.pulsefleet.agent.spool.Gzip;
import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.Shipment;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;

/** The receivers that are no hub, each with its box. None of them waits for another, nor for a hub. */
@ApplicationScoped
public class Outlets implements Copies {

    private final List<Desk> desks = new ArrayList<>();
    private final Troubles troubles;

    /** A receiver, its box, and who carries between them. */
    private record Desk(Outlet outlet, Outbox outbox, Round round) {}

    /** One receiver as the agent's console shows it. */
    public record View(String name, String url, int letters, long bytes, long evicted, long refused) {}

    /** For the container's proxy. */
    Outlets() {
        troubles = null;
    }

    @Inject
    Outlets(Settings settings, Troubles troubles) {
        this.troubles = troubles;
        var folder = PushConfig.folder(settings);
        for (var outlet : PushConfig.outlets(settings)) {
            var outbox = new Outbox(folder.resolve(outlet.name()), outlet.limit());
            desks.add(new Desk(outlet, outbox, new Round(outlet, outbox, troubles)));
        }
    }

    /** What each receiver's job is called. */
    public List<String> names() {
        return desks.stream().map(desk -> desk.outlet().name()).toList();
    }

    public List<View> views() {
        return desks.stream().map(Outlets::view).toList();
    }

    private static View view(Desk desk) {
        Books books = desk.outbox().books();
        return new View(
                desk.outlet().name(),
                desk.outlet().toString(),
                books.letters(),
                books.bytes(),
                books.evicted(),
                books.refused());
    }

    /**
     * Pushes to one of them until the shift is over or {@link #stop} is called.
     *
     * @param delivered called for each letter that it has now
     */
    public void work(String name, Instant shiftEnd, Runnable delivered) {
        desk(name).round().work(shiftEnd, delivered);
    }

    /** May come from any thread. */
    public void stop(String name) {
        desk(name).round().stop();
    }

    private Desk desk(String name) {
        return desks.stream()
                .filter(desk -> desk.outlet().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no receiver is named " + name));
    }

    @Override
    public void prepare(long number, byte[] content, Definitions definitions) throws IOException {
        if (desks.isEmpty()) {
            return;
        }
        var shipment = Gzip.unpack(content, Shipment.class);
        for (var desk : desks) {
            desk.outbox().prepare(number, desk.outlet().wanted().of(shipment, definitions));
        }
    }

    @Override
    public void sealed(long number) {
        for (var desk : desks) {
            orTell(desk, () -> desk.outbox().sealed(number));
            desk.round().ring();
        }
    }

    @Override
    public void drop(long number) {
        desks.forEach(desk -> orTell(desk, () -> desk.outbox().drop(number)));
    }

    @Override
    public void keep(byte[] content, Definitions definitions) {
        if (desks.isEmpty()) {
            return;
        }
        var shipment = unpacked(content);
        for (var desk : desks) {
            orTell(desk, () -> desk.outbox().keep(desk.outlet().wanted().of(shipment, definitions)));
            desk.round().ring();
        }
    }

    private static Shipment unpacked(byte[] content) {
        try {
            return Gzip.unpack(content, Shipment.class);
        } catch (IOException ourBug) {
            throw new UncheckedIOException(ourBug);
        }
    }

    @Override
    public void settle(Set<Long> onDisk) throws IOException {
        for (var desk : desks) {
            desk.outbox().settle(onDisk);
            desk.round().ring();
        }
    }

    /** It is tried again before the next letter is carried; meanwhile the segment must not suffer. */
    private void orTell(Desk desk, Change change) {
        try {
            change.make();
        } catch (IOException notNow) {
            troubles.tell(
                    desk.outlet().name() + " disk",
                    "%s: its folder cannot be used (%s); free space there, or mend its rights"
                            .formatted(desk.outlet().name(), notNow));
        }
    }

    private interface Change {
        void make() throws IOException;
    }
}
