package io.pulsefleet.hub.access;

import io.pulsefleet.store.access.Sessions;
import io.pulsefleet.store.access.User;
import io.pulsefleet.store.access.User.Account;
import io.pulsefleet.store.access.Users;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Accounts of those whom the provider sends.
 *
 * <p>(1) An account is known by what the provider calls it for ever, never by a name that may be given to another. (2) An
 * account with a password is nobody's from outside, whatever name the provider says. (3) Who has lost its role has no
 * session any more.
 */
@ApplicationScoped
class OpenIdPeople {

    @Inject
    Users users;

    @Inject
    Sessions sessions;

    /** What becomes of somebody whom the provider has sent. */
    sealed interface Admission {}

    record In(Caller.User user) implements Admission {}

    record Out(Why why) implements Admission {}

    /** Why somebody stays out. */
    enum Why {
        UNKNOWN("The provider does not say who that is."),
        NO_ACCOUNT("It has no account here, and none is made by itself."),
        NO_NAME("What the provider says is its name may not be one here."),
        TAKEN("An account that is not the provider's has its name."),
        NO_ROLE("None of its groups has a role here."),
        DISABLED("Its account is disabled."),
        FULL("There are too many accounts."),
        LAST_ADMIN("It would be no admin any more, and it is the last one."),
        FAILED("The provider did not let it in, or could not be asked.");

        private final String sentence;

        Why(String sentence) {
            this.sentence = sentence;
        }

        String sentence() {
            return sentence;
        }
    }

    @Transactional
    public Admission admit(OpenIdPerson person, OpenIdConfig config, Instant now) {
        var all = users.lockAll();
        var known = users.find(person.id());
        if (known.isPresent()) {
            return admitKnown(all, known.get(), person, config, now);
        }
        var namesake = users.find(person.name());
        if (namesake.isPresent()) {
            return namesake.get().awaitsOpenId()
                    ? admitKnown(all, users.become(namesake.get(), person.id(), now), person, config, now)
                    : new Out(Why.TAKEN);
        }
        return admitNew(all.size(), person, config, now);
    }

    private Admission admitKnown(List<User> all, User user, OpenIdPerson person, OpenIdConfig config, Instant now) {
        if (user.isDisabled()) {
            return new Out(Why.DISABLED);
        }
        var role = config.roleOf(person.groups(), Optional.of(user.role()));
        if (role.isEmpty()) {
            sessions.endAll(user.name());
            return new Out(Why.NO_ROLE);
        }
        var before = user.account();
        var after = new Account(
                before.displayName().isEmpty() ? UserBook.displayName(person.displayName()) : before.displayName(),
                role.get(),
                before.groups(),
                false);
        if (!UserBook.leavesAnAdmin(all, user, Optional.of(after))) {
            return new Out(Why.LAST_ADMIN);
        }
        if (!after.equals(before)) {
            users.change(user, after, now);
        }
        return new In(new Caller.User(user.name(), after.role(), HostGroups.of(after.groups())));
    }

    private Admission admitNew(int there, OpenIdPerson person, OpenIdConfig config, Instant now) {
        var role = config.roleOf(person.groups(), Optional.empty());
        if (!config.creates()) {
            return new Out(Why.NO_ACCOUNT);
        }
        if (role.isEmpty()) {
            return new Out(Why.NO_ROLE);
        }
        if (!UserBook.isName(person.name())) {
            return new Out(Why.NO_NAME);
        }
        if (there >= UserBook.MOST) {
            return new Out(Why.FULL);
        }
        var account =
                new Account(UserBook.displayName(person.displayName()), role.get(), List.of(HostGroups.EVERY), false);
        var user = users.become(users.addWithoutPassword(person.name(), account, now), person.id(), now);
        return new In(new Caller.User(user.name(), role.get(), HostGroups.of(account.groups())));
    }
}
