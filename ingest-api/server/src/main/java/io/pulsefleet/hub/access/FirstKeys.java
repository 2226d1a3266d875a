package io.pulsefleet.hub.access;

import io.pulsefleet.store.access.Users;
import io.pulsefleet.store.fleet.JoinTokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;

/** The keys with which everything begins: the user {@code admin} and the token with which agents join. */
@ApplicationScoped
public class FirstKeys {

    private static final Logger LOG = System.getLogger(FirstKeys.class.getName());
    private static final String ADMIN = "admin";

    @Inject
    Users users;

    @Inject
    JoinTokens joinTokens;

    /** Makes those that are not there; a password that was set for this start takes the place of the one that held. */
    @Transactional
    public void make() {
        var config = AccessConfig.current();
        try {
            makeAdmin(config);
            joinTokens.add(Secrets.hash(
                    config.joinToken().isPresent()
                            ? config.joinToken().get()
                            : Secrets.keptIn(config.joinTokenFile())));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private void makeAdmin(AccessConfig config) throws IOException {
        var known = users.find(ADMIN);
        if (known.isEmpty() && config.adminPassword().isEmpty() && !users.all().isEmpty()) {
            LOG.log(Level.DEBUG, "The user admin was removed, and others are there: it is not made again.");
        } else if (known.isEmpty()) {
            var password = config.adminPassword().isPresent()
                    ? config.adminPassword().get()
                    : Secrets.keptIn(config.adminPasswordFile());
            users.put(ADMIN, Caller.ADMIN, Passwords.hash(password), Instant.now());
            LOG.log(Level.INFO, "The user admin is made.");
        } else if (config.adminPassword().isPresent()
                && known.get().passwordHash().isEmpty()) {
            LOG.log(Level.WARNING, "The user admin signs in through the OpenID provider; it is given no password.");
        } else if (config.adminPassword().isPresent()
                && !Passwords.matches(
                        config.adminPassword().get(), known.get().passwordHash().orElseThrow())) {
            users.put(ADMIN, Caller.ADMIN, Passwords.hash(config.adminPassword().get()), Instant.now());
            LOG.log(Level.INFO, "The user admin has another password now; all its sessions have ended.");
        }
    }
}
