package io.pulsefleet.hub.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.hub.HubArchive;
import io.pulsefleet.hub.access.Deed;
import io.pulsefleet.hub.access.Deed.Outcome;
import io.pulsefleet.store.audit.AuditFilter;
import io.pulsefleet.store.audit.AuditLines;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Inside Open Liberty: a deed that a feature tells of is in the log if and only if what was done is done (SP-13). */
@ArquillianTest
@Timeout(60)
class DeedsIT {

    @Deployment
    static WebArchive hub() {
        return HubArchive.packaged().addClass(HubArchive.class);
    }

    @Inject
    Event<Deed> deeds;

    @Inject
    AuditLines lines;

    @Inject
    UserTransaction transaction;

    private final String who = "who-" + UUID.randomUUID();

    @BeforeEach
    void theDatabaseIsReady() {
        while (!isReady()) {
            Thread.onSpinWait();
        }
    }

    private boolean isReady() {
        try {
            return lines.page(AuditFilter.ALL, Long.MAX_VALUE, 1) != null;
        } catch (RuntimeException notYet) {
            return false;
        }
    }

    @Test
    void outsideOfATransactionItIsOnRecordWhenItIsTold() {
        deeds.fire(deed(Outcome.DONE));

        assertThat(outcomes()).containsExactly("done");
    }

    @Test
    void inATransactionItIsThereWhenThatIsCommitted() throws Exception {
        transaction.begin();
        deeds.fire(deed(Outcome.DONE));
        deeds.fire(deed(Outcome.DONE));
        assertThat(CompletableFuture.supplyAsync(this::outcomes).get())
                .as("to others")
                .isEmpty();
        transaction.commit();

        assertThat(outcomes()).containsExactly("done", "done");
    }

    @Test
    void inATransactionThatIsRolledBackNothingWasDoneAndARefusalWasOne() throws Exception {
        transaction.begin();
        deeds.fire(deed(Outcome.DONE));
        deeds.fire(deed(Outcome.REFUSED));
        transaction.rollback();

        while (outcomes().isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(outcomes()).containsExactly("refused");
    }

    private Deed deed(Outcome outcome) {
        return new Deed(who, "user", "192.0.2.7", "thing.do", "thing/1", outcome, "");
    }

    private List<String> outcomes() {
        var mine = new AuditFilter(null, null, who, null, null, null, null, null, null);
        return lines.page(mine, Long.MAX_VALUE, 10).stream()
                .map(row -> row.entry().outcome())
                .toList();
    }
}
