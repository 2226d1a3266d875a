package io.pulsefleet.hub.views;

import io.pulsefleet.hub.http.Complaints;
import io.pulsefleet.store.views.SavedView;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is said of a view; of one that is there, what is left out stays.
 *
 * @param address of one of the pages that keep their filters in it, from the hash on: {@code /jobs?state=FAILED}
 * @param shared true: for all who may see the whole fleet; left out at first: for oneself
 */
public record ViewForm(String name, String address, Boolean shared) {

    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,100}");
    private static final Pattern ADDRESS =
            Pattern.compile("/(fleet|jobs|jobs/history|logs|explore)(\\?[\\x21-\\x7E&&[^#<>\"]]{0,4000})?");

    ViewForm over(SavedView before) {
        return new ViewForm(
                Optional.ofNullable(name).orElse(before.name()),
                Optional.ofNullable(address).orElse(before.address()),
                Optional.ofNullable(shared).orElse(before.isShared()));
    }

    boolean isShared() {
        return Boolean.TRUE.equals(shared);
    }

    Complaints complaints() {
        var wrong = new Complaints();
        if (name == null || name.isBlank() || !NAME.matcher(name).matches()) {
            wrong.add("name", "must have 1 to 100 characters");
        }
        if (address == null || !ADDRESS.matcher(address).matches()) {
            wrong.add(
                    "address",
                    "must be of the pages fleet, jobs, jobs/history, logs or explore, as /jobs?state=FAILED");
        }
        return wrong;
    }
}
