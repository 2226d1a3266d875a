package io.pulsefleet.agent.collect.postgres;

import io.pulsefleet.agent.collect.MetricsPage;
import io.pulsefleet.agent.collect.jdbc.Delivered;
import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.settings.Settings;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricsPageTest {

    @Test
    void thePageIsCurrent() throws Exception {
        MetricsPage.assertCurrent(
                new PgStatCollector(new Settings(name -> Optional.empty()), new Delivered(), new Troubles()).info());
    }
}
