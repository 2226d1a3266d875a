package io.pulsefleet.hub.access;

import io.pulsefleet.hub.DatabaseIsBack;
import io.pulsefleet.hub.Recent;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.access.Sessions;
import io.pulsefleet.store.access.User;
import io.pulsefleet.store.access.Users;
import io.pulsefleet.store.fleet.Agents;
import io.pulsefleet.store.fleet.JoinTokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** The keys that the store knows. What was right a moment ago is remembered for a minute and not asked for again. */
@ApplicationScoped
class StoredKeys implements Keys, KnownAgents {

    static final Duration SESSION = Duration.ofHours(12);

    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final int MOST_AGENTS = 20_000;
    private static final int MOST_PASSWORDS = 200;

    /** A session is extended when this much of its time has gone, not with each request. */
    private static final Duration EXTEND_AFTER = Duration.ofMinutes(5);

    /** Compared with when there is no such user, so that a guess takes as long. */
    private static final String NOBODYS = Passwords.hash(Secrets.make());

    private final Recent<ByteBuffer, Remembered<Caller.Agent>> agents = new Recent<>(MOST_AGENTS);
    private final Recent<ByteBuffer, Remembered<Caller.User>> passwords = new Recent<>(MOST_PASSWORDS);

    /** A hash takes a tenth of a second of a core: whoever floods us with passwords gets no more than these. */
    private final Semaphore hashing = new Semaphore(2);

    void forgetAll(@Observes DatabaseIsBack event) {
        agents.forgetAll();
        passwords.forgetAll();
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

    private record Remembered<T>(T caller, Instant until) {}

    @Override
    public Optional<? extends Caller> ofToken(String token) {
        if (ApiKeyText.isOne(token)) {
            return ofApiKey(token);
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
    public Optional<Caller.Sender> ofApiKey(String key) {
        return apiKeys.ofKey(key);
    }

    @Override
    public Optional<Caller.Agent> remembered(String token) {
        return fresh(agents, Secrets.hash(token));
    }

    @Override
    public Optional<Caller.Agent> rememberedEver(String token) {
        return agents.find(ByteBuffer.wrap(Secrets.hash(token))).map(Remembered::caller);
    }

    private Optional<Caller.Agent> storedAgent(byte[] hash) {
        var agent = storedAgents.byToken(hash).map(known -> new Caller.Agent(known.id(), known.number()));
        agent.ifPresent(known -> remember(agents, hash, known));
        return agent;
    }

    @Override
    @Transactional
    public Optional<Caller.User> ofSession(String token) {
        var now = Instant.now();
        var hash = Secrets.hash(token);
        var session = sessions.find(hash, now);
        session.filter(known -> known.expiresAt().isBefore(now.plus(SESSION).minus(EXTEND_AFTER)))
                .ifPresent(known -> sessions.extend(hash, now.plus(SESSION)));
        return session.map(known -> caller(known.user()));
    }

    @Override
    public Optional<Caller.User> ofPassword(String user, String password, String address) {
        var now = Instant.now();
        var wait = throttle.wait(user, address, now);
        if (!wait.isZero()) {
            throw Problems.tooMany("Too many wrong passwords.", wait);
        }
        var hash = Secrets.hash(pepper + user.length() + ":" + user + password);
        var caller = fresh(passwords, hash).or(() -> {
            var verified = verifyInTurn(user, password);
            verified.ifPresent(known -> remember(passwords, hash, known));
            return verified;
        });
        if (caller.isPresent()) {
            throttle.right(user, address);
        } else {
            throttle.wrong(user, address, now);
        }
        return caller;
    }

    private Optional<Caller.User> verifyInTurn(String user, String password) {
        if (!hashing.tryAcquire()) {
            throw Problems.tooMany("Too many passwords at once.", Duration.ofSeconds(1));
        }
        try {
            return verify(user, password);
        } finally {
            hashing.release();
        }
    }

    private Optional<Caller.User> verify(String user, String password) {
        var known = users.find(user);
        var matches = Passwords.matches(password, known.map(User::passwordHash).orElse(NOBODYS));
        return known.filter(right -> matches).map(StoredKeys::caller);
    }

    /** Signs in. Returns what the cookie is to hold. */
    @Transactional
    public String begin(Caller.User caller) {
        var token = Secrets.make();
        var now = Instant.now();
        sessions.begin(Secrets.hash(token), users.find(caller.name()).orElseThrow(), now, now.plus(SESSION));
        return token;
    }

    @Transactional
    public void end(String token) {
        sessions.end(Secrets.hash(token));
    }

    private static Caller.User caller(User user) {
        return new Caller.User(user.name(), user.role());
    }

    private static <T> Optional<T> fresh(Recent<ByteBuffer, Remembered<T>> recent, byte[] hash) {
        return recent.find(ByteBuffer.wrap(hash))
                .filter(remembered -> remembered.until().isAfter(Instant.now()))
                .map(Remembered::caller);
    }

    private static <T> void remember(Recent<ByteBuffer, Remembered<T>> recent, byte[] hash, T caller) {
        recent.put(ByteBuffer.wrap(hash), new Remembered<>(caller, Instant.now().plus(REMEMBERED)));
    }
}
