package io.pulsefleet.agent.collect.pglog;

import io.pulsefleet.agent.collect.MetricsPage;
import io.pulsefleet.agent.collect.jdbc.Delivered;
import io.pulsefleet.settings.Settings;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricsPageTest {

    @Test
    void thePageIsCurrent() throws Exception {
        MetricsPage.assertCurrent(new PgLogCollector(new Settings(name -> Optional.empty()), new Delivered()).info());
    }
}
