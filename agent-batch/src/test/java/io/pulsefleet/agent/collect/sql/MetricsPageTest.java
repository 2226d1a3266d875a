package io.pulsefleet.agent.collect.sql;

import io.pulsefleet.agent.collect.MetricsPage;
import io.pulsefleet.agent.collect.jdbc.Delivered;
import io.pulsefleet.settings.Settings;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricsPageTest {

    @Test
    void thePageIsCurrent() throws Exception {
        MetricsPage.assertCurrent(
                new QueriesCollector(new Settings(name -> Optional.empty()), new Delivered(), List.of()).info());
    }
}
