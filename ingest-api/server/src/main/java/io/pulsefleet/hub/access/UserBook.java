package io.pulsefleet.hub.access;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.hub.http.Complaints;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.access.Sessions;
import io.pulsefleet.store.access.User;
import io.pulsefleet.store.access.User.Account;
import io.pulsefleet.store.access.Users;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.WebApplicationException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The accounts.
 *
 * <p>(1) There is always an admin that may come in and sees all hosts. (2) Who has another password, other rights or none
 * is signed out everywhere at once.
 */
@ApplicationScoped
class UserBook {

    static final String GROUP = "[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,62}";

    private static final String NAME = "[\\p{L}\\p{N}][\\p{L}\\p{N}._@-]{0,62}";
    private static final String DISPLAY_NAME = "[^\\p{Cntrl}]{0,100}";
    private static final int MOST_GROUPS = 50;
    static final int MOST = 1_000;

    @Inject
    Users users;

    @Inject
    Sessions sessions;

    /**
     * What is to be said of a user; of one that is there, what is left out stays.
     *
     * @param role viewer, operator or admin
     * @param groups of which groups of hosts it sees anything; {@code *}, or left out at first: of all
     * @param password at first only
     * @param openid at first only: it signs in through the OpenID provider, which calls it by this name, and has no password
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Form(
            String name,
            String displayName,
            String role,
            List<String> groups,
            Boolean disabled,
            String password,
            Boolean openid) {

        boolean isOfOpenId() {
            return Boolean.TRUE.equals(openid);
        }

        /** Never shows the password: records are logged. */
        @Override
        public String toString() {
            return "Form[" + name + "]";
        }
    }

    /**
     * @param groups {@code *}: all
     * @param passwordChangedAt left out: it has none
     * @param lastSignInAt left out: never
     * @param sessions so many hold now
     * @param openid it signs in through the OpenID provider
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record UserView(
            String name,
            String displayName,
            String role,
            List<String> groups,
            boolean disabled,
            Instant createdAt,
            Instant passwordChangedAt,
            Instant lastSignInAt,
            int sessions,
            boolean openid) {}

    /** By name. */
    @Transactional
    public List<UserView> all() {
        return users.all().stream().map(this::view).toList();
    }

    /** @throws WebApplicationException 404 */
    @Transactional
    public boolean hasPassword(String name) {
        return find(name).passwordHash().isPresent();
    }

    /** @throws WebApplicationException 404 */
    @Transactional
    public UserView get(String name) {
        return view(find(name));
    }

    private UserView view(User user) {
        return new UserView(
                user.name(),
                user.account().displayName(),
                user.role(),
                HostGroups.of(user.groups()).list(),
                user.isDisabled(),
                user.createdAt(),
                user.passwordChangedAt(),
                user.lastSignInAt(),
                sessions.of(user.name(), Instant.now()).size(),
                user.passwordHash().isEmpty());
    }

    /** @throws WebApplicationException 400 that names all that is wrong, 409 when the name is taken */
    @Transactional
    public UserView add(Form form) {
        var complaints = new Complaints();
        if (!isName(form.name())) {
            complaints.add("name", "must be a name of 1 to 63 letters, digits, dots, _, @ or -");
        }
        if (form.role() == null) {
            complaints.add("role", "is missing: viewer, operator or admin");
        }
        passwordComplaint(form).ifPresent(why -> complaints.add("password", why));
        check(form, complaints);
        complaints.end();
        if (users.find(form.name()).isPresent()) {
            throw Problems.conflict("There is a user '" + form.name() + "'; give this one another name.");
        }
        if (users.all().size() >= MOST) {
            throw Problems.conflict("There are " + MOST + " users; remove those that are no more.");
        }
        var account = changed(Account.of(form.role()), form);
        return view(
                form.isOfOpenId()
                        ? users.addWithoutPassword(form.name(), account, Instant.now())
                        : users.add(form.name(), Passwords.hash(form.password()), account, Instant.now()));
    }

    private static Optional<String> passwordComplaint(Form form) {
        if (form.isOfOpenId()) {
            return Optional.ofNullable(form.password())
                    .map(password -> "is none: it signs in through the OpenID provider");
        }
        return PasswordRules.complaint(form.password(), form.name() == null ? "" : form.name());
    }

    static boolean isName(String name) {
        return name != null && name.matches(NAME);
    }

    /** As much of it as may stand there. */
    static String displayName(String text) {
        var plain = text.replaceAll("\\p{Cntrl}", " ").strip();
        return plain.substring(0, plain.offsetByCodePoints(0, Math.min(plain.codePointCount(0, plain.length()), 50)));
    }

    /**
     * @param still is given the user as it is, while nobody else can change it, and throws where that is another than the caller
     *     has seen
     * @throws WebApplicationException 400, 404, 409 when it would leave no admin
     */
    @Transactional
    public UserView change(String name, Form form, Consumer<UserView> still) {
        var complaints = new Complaints();
        if (form.name() != null && !form.name().equals(name)) {
            complaints.add("name", "stays as it is: what was done is written down by it");
        }
        if (form.openid() != null) {
            complaints.add("openid", "stays as it is; remove the user, and make it anew");
        }
        if (form.password() != null) {
            complaints.add("password", "is changed by POST users/" + name + "/password");
        }
        check(form, complaints);
        complaints.end();
        var all = users.lockAll();
        var user = find(name);
        still.accept(view(user));
        var account = changed(user.account(), form);
        keepAnAdmin(all, user, Optional.of(account));
        users.change(user, account, Instant.now());
        return view(find(name));
    }

    private static void check(Form form, Complaints complaints) {
        if (form.displayName() != null && !form.displayName().matches(DISPLAY_NAME)) {
            complaints.add("display_name", "must be a text of 100 characters at most");
        }
        if (form.role() != null && !Caller.RANKS.contains(form.role())) {
            complaints.add("role", "must be viewer, operator or admin");
        }
        groupsComplaint(form.groups()).ifPresent(why -> complaints.add("groups", why));
    }

    /** @param groups null: nothing was said */
    static Optional<String> groupsComplaint(List<String> groups) {
        if (groups == null) {
            return Optional.empty();
        }
        if (groups.size() > MOST_GROUPS) {
            return Optional.of("must be " + MOST_GROUPS + " at most; * stands for all");
        }
        return groups.stream()
                        .allMatch(group -> group != null && (group.equals(HostGroups.EVERY) || group.matches(GROUP)))
                ? Optional.empty()
                : Optional.of("must be names of groups of hosts; * stands for all");
    }

    private static Account changed(Account before, Form form) {
        return new Account(
                Optional.ofNullable(form.displayName())
                        .orElse(before.displayName())
                        .strip(),
                Optional.ofNullable(form.role()).orElse(before.role()),
                HostGroups.of(Optional.ofNullable(form.groups()).orElse(before.groups()))
                        .list(),
                Optional.ofNullable(form.disabled()).orElse(before.disabled()));
    }

    /** @throws WebApplicationException 404, 409 when it would leave no admin */
    @Transactional
    public void remove(String name) {
        var all = users.lockAll();
        var user = find(name);
        keepAnAdmin(all, user, Optional.empty());
        users.remove(user);
    }

    private static void keepAnAdmin(List<User> all, User user, Optional<Account> after) {
        if (!leavesAnAdmin(all, user, after)) {
            throw Problems.conflict("'" + user.name()
                    + "' is the last admin that may come in and sees all hosts; make another one first.");
        }
    }

    /** @param after what it would be then; empty: gone */
    static boolean leavesAnAdmin(List<User> all, User user, Optional<Account> after) {
        return !isWholeAdmin(user.account())
                || after.filter(UserBook::isWholeAdmin).isPresent()
                || all.stream()
                        .filter(other -> !other.name().equals(user.name()))
                        .map(User::account)
                        .anyMatch(UserBook::isWholeAdmin);
    }

    private static boolean isWholeAdmin(Account account) {
        return account.role().equals(Caller.ADMIN)
                && !account.disabled()
                && HostGroups.of(account.groups()).areAll();
    }

    /** @throws WebApplicationException 400, 404, 409 when it signs in through the OpenID provider */
    @Transactional
    public void setPassword(String name, String password) {
        var user = find(name);
        if (user.passwordHash().isEmpty()) {
            throw Problems.conflict("'" + name + "' signs in through the OpenID provider and has no password here.");
        }
        PasswordRules.check("password", password, name);
        users.changePassword(user, Passwords.hash(password), Instant.now());
    }

    /** @throws WebApplicationException 404 */
    @Transactional
    public int endSessions(String name) {
        return sessions.endAll(find(name).name());
    }

    private User find(String name) {
        return users.find(name).orElseThrow(() -> Problems.notFound("There is no user '" + name + "'."));
    }
}
