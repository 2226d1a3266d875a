package io.pulsefleet.e2e.shop;

import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Who knocks and is not let in: a wrong password, a role or a database that is not there. */
final class Strangers implements Act {

    private static final Set<String> NOT_LET_IN = Set.of("28P01", "28000", "3D000");

    private final List<Door> doors;
    private final Random chance;

    Strangers(Door door, Random chance) {
        this.doors = List.of(door.of(door.user(), "forgotten"), door.of("admin", "admin"), door.to("shop_old"));
        this.chance = chance;
    }

    @Override
    public void play() throws SQLException {
        var door = doors.get(chance.nextInt(doors.size()));
        Mishaps.mustFail(NOT_LET_IN, () -> door.open("stranger").close());
    }
}
