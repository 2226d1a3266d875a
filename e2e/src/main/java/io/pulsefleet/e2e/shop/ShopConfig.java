package io.pulsefleet.e2e.shop;

import io.pulsefleet.settings.Setting;
import io.pulsefleet.settings.Settings;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Whether there is a sample shop to watch, and how much goes on in it. */
public final class ShopConfig {

    private enum OnOff {
        ON,
        OFF
    }

    static final Setting<OnOff> SHOP = new Setting<>(
            "pulse.shop",
            "on",
            "A sample PostgreSQL server to watch: on or off. There is none where the agent is told of servers of your"
                    + " own.",
            text -> OnOff.valueOf(text.toUpperCase(Locale.ROOT)));

    static final Setting<Integer> ORDERS =
            new Setting<>("pulse.shop.orders", "2", "Orders a second in the sample shop, 1 to 200.", text -> {
                var orders = Integer.parseInt(text);
                if (orders < 1 || orders > 200) {
                    throw new IllegalArgumentException(text);
                }
                return orders;
            });

    public static final List<Setting<?>> ALL = List.of(SHOP, ORDERS);

    /** What whoever watches servers of his own has set. */
    private static final Pattern OWN_SERVERS =
            Pattern.compile("(export )?(PULSE_POSTGRES_|PULSE_PG_LOG_|PULSE_INI_FILE|BITVILLE_PG_).*");

    private ShopConfig() {}

    /**
     * @param environment names of variables
     * @param envFile lines of the agent's file of variables
     */
    public static boolean isWanted(Settings settings, Collection<String> environment, List<String> envFile) {
        return settings.get(SHOP) == OnOff.ON
                && environment.stream().noneMatch(ShopConfig::namesOwnServers)
                && envFile.stream().map(String::strip).noneMatch(ShopConfig::namesOwnServers);
    }

    public static int orders(Settings settings) {
        return settings.get(ORDERS);
    }

    private static boolean namesOwnServers(String line) {
        return OWN_SERVERS.matcher(line).matches();
    }
}
