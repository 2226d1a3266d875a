package io.pulsefleet.hub.access;

import io.pulsefleet.hub.DatabaseIsBack;
import io.pulsefleet.hub.Recent;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.access.Session.Span;
import io.pulsefleet.store.access.Session.Visitor;
import io.pulsefleet.store.access.Sessions;
import io.pulsefleet.store.access.User;
import io.pulsefleet.store.access.Users;
import io.pulsefleet.store.fleet.Agents;
import io.pulsefleet.store.fleet.JoinTokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The keys that the store knows. What was right a moment ago is remembered for a minute and not asked for again. */
@ApplicationScoped
class StoredKeys implements Keys, KnownAgents {

    /** A session ends when it was not used for so long. */
    static final Duration SESSION = Duration.ofHours(12);

    /** And after so long in any case. */
    static final Duration SESSION_AT_MOST = Duration.ofDays(7);

    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    /** So long a token is good at the other hubs after an agent's rights were taken away. */
    private static final Duration AGENT_REMEMBERED = Duration.ofSeconds(20);

    private static final int MOST_AGENTS = 20_000;
    private static final int MOST_PASSWORDS = 200;

    /** A session is extended when this much of its time has gone, not with each request. */
    private static final Duration EXTEND_AFTER = Duration.ofMinutes(5);

    /** Compared with when there is no such user, so that a guess takes as long. */
    private static final String NOBODYS = Passwords.hash(Secrets.make());

    private final Recent<ByteBuffer, Remembered<Caller.Agent>> agents = new Recent<>(MOST_AGENTS);
    private final Recent<ByteBuffer, Remembered<String>> passwords = new Recent<>(MOST_PASSWORDS);

    private final Turns turns = new Turns();

    void forgetAll(@Observes DatabaseIsBack event) {
        agents.forgetAll();
        passwords.forgetAll();
    }

    void forget(@Observes(during = TransactionPhase.AFTER_SUCCESS) AgentRevoked event) {
        agents.forgetAll();
    }

    private final Throttle throttle = new Throttle();

    /** Known to this process only: a remembered password cannot be guessed from its hash. */
    private final String pepper = Secrets.make();

    @Inject
    IssuedKeys apiKeys;

    @Inject
    Agents storedAgents;

    @Inject
    JoinTokens joinTokens;

    @Inject
    Sessions sessions;

    @Inject
    Users users;

    @Inject
    Refusals refusals;

    private record Remembered<T>(T what, Instant until) {}

    @Override
    public Optional<? extends Caller> ofToken(String token, String address) {
        if (ApiKeyText.isOne(token)) {
            return ofApiKey(token, address);
        }
        var hash = Secrets.hash(token);
        var agent = fresh(agents, hash).or(() -> storedAgent(hash));
        if (agent.isPresent()) {
            return agent;
        }
        return joinTokens.holds(hash) ? Optional.of(new Caller.Joiner()) : Optional.empty();
    }

    /** Not remembered: one that was removed is of no use from then on, at every hub. */
    @Override
    public Optional<Caller.Sender> ofApiKey(String key, String address) {
        return apiKeys.ofKey(key, address);
    }

    @Override
    public Optional<Caller.Agent> remembered(String token) {
        return fresh(agents, Secrets.hash(token));
    }

    @Override
    public Optional<Caller.Agent> rememberedEver(String token) {
        return agents.find(ByteBuffer.wrap(Secrets.hash(token))).map(Remembered::what);
    }

    private Optional<Caller.Agent> storedAgent(byte[] hash) {
        var agent = storedAgents.byToken(hash).map(known -> new Caller.Agent(known.id(), known.number()));
        agent.ifPresent(known -> remember(agents, hash, known, AGENT_REMEMBERED));
        return agent;
    }

    @Override
    @Transactional
    public Optional<Caller.User> ofSession(String token) {
        var now = Instant.now();
        var hash = Secrets.hash(token);
        var session = sessions.find(hash, now);
        session.filter(known -> known.lastUsedAt().isBefore(now.minus(EXTEND_AFTER)))
                .ifPresent(known -> sessions.extend(hash, now, earlier(now.plus(SESSION), known.endsAt())));
        return session.map(known -> caller(known.user()));
    }

    @Override
    public Optional<Caller.User> ofPassword(String user, String password, String address) {
        var now = Instant.now();
        var wait = throttle.wait(user, address, now);
        if (!wait.isZero()) {
            refusals.throttled(user, address);
            throw Problems.tooMany("Too many wrong passwords.", wait);
        }
        var known = users.find(user)
                .filter(one -> !one.isDisabled() && one.passwordHash().isPresent());
        if (isRight(known, user, password, address)) {
            throttle.right(user, address);
            return known.map(StoredKeys::caller);
        }
        throttle.wrong(user, address, now);
        return Optional.empty();
    }

    /** One that was verified a moment ago is not hashed again, as long as the user has the same password. */
    private boolean isRight(Optional<User> known, String user, String password, String address) {
        var hash = Secrets.hash(pepper + user.length() + ":" + user + password);
        var kept = known.flatMap(User::passwordHash).orElse(NOBODYS);
        if (known.isPresent() && fresh(passwords, hash).filter(kept::equals).isPresent()) {
            return true;
        }
        var isAtHome = known.isPresent() && users.isAtHome(known.get(), address);
        var matches = matchesInTurn(password, kept, isAtHome) && known.isPresent();
        if (matches) {
            remember(passwords, hash, renewed(known.get(), password, kept), REMEMBERED);
        }
        return matches;
    }

    /** As it is kept from now on: only whoever knows the password can have it kept in a better way. */
    private String renewed(User user, String password, String kept) {
        if (!Passwords.isOutdated(kept)) {
            return kept;
        }
        var better = Passwords.hash(password);
        return users.renewHash(user, kept, better) ? better : kept;
    }

    private boolean matchesInTurn(String password, String kept, boolean isAtHome) {
        try {
            return turns.of(isAtHome).take(() -> Passwords.matches(password, kept));
        } catch (Turns.NoTurnException full) {
            throw Problems.tooMany(full.getMessage(), full.untilLater());
        }
    }

    /** Whether this is the user's password; guesses count as those at the door do. */
    boolean isPasswordOf(String user, String password, String address) {
        return ofPassword(user, password, address).isPresent();
    }

    /** Signs in. Returns what the cookie is to hold. */
    @Transactional
    public String begin(Caller.User caller, String address, String browser) {
        var token = Secrets.make();
        var now = Instant.now();
        var user = users.find(caller.name()).orElseThrow();
        sessions.begin(
                Secrets.hash(token),
                user,
                new Visitor(address, browser),
                new Span(now, now.plus(SESSION), now.plus(SESSION_AT_MOST)));
        users.signedIn(user, address, now);
        return token;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** @return whose it was; empty: it had ended before */
    @Transactional
    public Optional<String> end(String token) {
        return sessions.end(Secrets.hash(token));
    }

    private static Caller.User caller(User user) {
        return new Caller.User(user.name(), user.role(), HostGroups.of(user.groups()));
    }

    private static <T> Optional<T> fresh(Recent<ByteBuffer, Remembered<T>> recent, byte[] hash) {
        return recent.find(ByteBuffer.wrap(hash))
                .filter(remembered -> remembered.until().isAfter(Instant.now()))
                .map(Remembered::what);
    }

    private static <T> void remember(Recent<ByteBuffer, Remembered<T>> recent, byte[] hash, T what, Duration time) {
        recent.put(ByteBuffer.wrap(hash), new Remembered<>(what, Instant.now().plus(time)));
    }
}
