package io.pulsefleet.hub.intake;

import io.pulsefleet.hub.DatabaseIsReady;
import io.pulsefleet.hub.commit.Groups;
import io.pulsefleet.hub.commit.Outcome;
import io.pulsefleet.hub.log.Entry;
import io.pulsefleet.hub.log.ShipmentLog;
import io.pulsefleet.hub.log.UnfitException;
import io.pulsefleet.store.StoreException;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Shipment;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The log before the store, where there is one: appends shipments that were found good, and stores what is read. */
@ApplicationScoped
public class LoggedShipments {

    @Inject
    Instance<ShipmentLog> found;

    @Inject
    KnownSets sets;

    @Inject
    Groups groups;

    private volatile boolean reading;

    private Optional<ShipmentLog> log = Optional.empty();

    /** Each shipment asks for it. */
    @PostConstruct
    void look() {
        log = found.isResolvable() ? Optional.of(found.get()) : Optional.empty();
    }

    /** Empty: what is taken is stored at once. */
    Optional<ShipmentLog> log() {
        return log;
    }

    void start(@Observes DatabaseIsReady event) {
        if (!reading) {
            reading = true;
            log.ifPresent(on -> on.readWith(this::store));
        }
    }

    private CompletionStage<Void> store(Entry entry) {
        try {
            var shipment = Json.read(entry.body(), Shipment.class);
            Manifest.check(entry.segment(), shipment);
            var window = Window.around(entry.takenAt(), Intake.PAST, Intake.FUTURE);
            var named = Intake.named(shipment);
            var known = sets.find(named);
            if (!known.keySet().containsAll(named)) {
                throw new UnfitException("It names metric sets that this database does not have.");
            }
            Manifest.checkLengths(shipment, Intake.sizes(known, Map.of()));
            return groups.offer(Manifest.pack(entry.agent(), entry.segment(), shipment, known, window))
                    .thenAccept(LoggedShipments::mustBeStored);
        } catch (IOException | DateTimeException | ArithmeticException unreadable) {
            throw new UnfitException(unreadable.getMessage());
        } catch (WebApplicationException refused) {
            throw unlessNotNow(refused);
        } catch (RuntimeException failure) {
            throw StoreException.isAway(failure) || StoreException.isCollision(failure)
                    ? failure
                    : new UnfitException(failure.toString());
        }
    }

    private static void mustBeStored(Outcome outcome) {
        if (outcome instanceof Outcome.Broken broken) {
            throw new UnfitException("The database found fault with it: " + broken.why());
        }
        if (outcome instanceof Outcome.Failed failed) {
            throw new UnfitException("Our failure; it is in the hub's log as " + failed.id() + ".");
        }
        if (outcome instanceof Outcome.Away away) {
            throw new IllegalStateException(away.why());
        }
    }

    /** 429 and 503 pass by; what else is wrong with it stays wrong. */
    private static RuntimeException unlessNotNow(WebApplicationException refused) {
        var status = refused.getResponse().getStatus();
        return status == 429 || status == 503 ? refused : new UnfitException(refused.getMessage());
    }
}
