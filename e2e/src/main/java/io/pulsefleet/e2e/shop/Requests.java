package io.pulsefleet.e2e.shop;

import java.util.Random;

/** The names that requests bear in {@code application_name}: {@code shop:req-3f9a01}. The same seed makes the same ones. */
final class Requests {

    private final Random chance;

    Requests(Random chance) {
        this.chance = chance;
    }

    String next() {
        return "shop:req-%06x".formatted(chance.nextInt(1 << 24));
    }
}
