package io.pulsefleet.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * A running PostgreSQL that keeps its data.
 *
 * <p>(1) What it has committed is on disk: {@code fsync}, {@code synchronous_commit} and {@code full_page_writes} are on.
 * (2) It listens on 127.0.0.1 only and lets nobody in without the password. (3) It outlives a kill -9 of this process and
 * is then adopted by the next start; one that was killed itself is recovered. (4) It stops in {@link #close()} and at no
 * other time: no shutdown hook, so that its owner can end its clients first. (5) One process owns a data folder; a second
 * is told so.
 *
 * <pre>{@code
 * try (var postgres = Postgres.start(new Postgres.Place(data, programs, 5432, password))) {
 *     DriverManager.getConnection(postgres.jdbcUrl(), Postgres.USER, password);
 * }
 * }</pre>
 */
public final class Postgres implements AutoCloseable {

    /** The role that owns the database; it is no superuser. */
    public static final String USER = "pulse";

    public static final String DATABASE = "pulse";

    private final Place place;
    private final FileLock lock;
    private final Postmaster postmaster;

    /**
     * What it is for.
     *
     * @param name of its database, and of the role that owns it and is no superuser; plain lower case
     * @param settings as in postgresql.conf; not those that our promises rest on
     * @param onceMade what a superuser runs in that database when it is made
     */
    public record Purpose(String name, Map<String, String> settings, String onceMade) {

        /** Our own data. */
        static final Purpose OURS = new Purpose(DATABASE, Map.of(), "");

        public Purpose {
            settings = Map.copyOf(settings);
            if (!name.matches("[a-z_]+")) {
                throw new IllegalArgumentException("no plain name: " + name);
            }
        }
    }

    /**
     * @param data everything it keeps; made when it is not there. Beside it lie {@code <data>.lock} and {@code <data>.log}
     * @param programs where the programs are unpacked once; may be shared by many
     * @param password of the role that owns the database; one other than last time replaces it
     */
    public record Place(Path data, Path programs, int port, String password, Purpose purpose) {

        public Place {
            data = data.toAbsolutePath().normalize();
            programs = programs.toAbsolutePath().normalize();
        }

        /** For our own data: the role is {@link #USER}, the database {@link #DATABASE}. */
        public Place(Path data, Path programs, int port, String password) {
            this(data, programs, port, password, Purpose.OURS);
        }

        Path beside(String ending) {
            return data.resolveSibling(data.getFileName() + ending);
        }

        @Override
        public String toString() {
            return "PostgreSQL in " + data + " on port " + port;
        }
    }

    private Postgres(Place place, FileLock lock, Postmaster postmaster) {
        this.place = place;
        this.lock = lock;
        this.postmaster = postmaster;
    }

    /**
     * Starts or adopts it, and returns when it answers.
     *
     * @throws PostgresException that says what is in the way
     */
    public static Postgres start(Place place) {
        var lock = lock(place);
        try {
            var programs = Programs.unpackedIn(place.programs());
            var cluster = new Cluster(place, programs);
            cluster.make();
            var postmaster = new Postmaster(place, programs);
            postmaster.start();
            if (!cluster.letsIn()) {
                postmaster.stop();
                cluster.setPassword();
                postmaster.start();
            }
            return new Postgres(place, lock, postmaster);
        } catch (RuntimeException failed) {
            release(lock);
            throw failed;
        }
    }

    public String jdbcUrl() {
        return jdbcUrl(place);
    }

    static String jdbcUrl(Place place) {
        return "jdbc:postgresql://127.0.0.1:" + place.port() + "/"
                + place.purpose().name();
    }

    public int port() {
        return place.port();
    }

    /** Of the postmaster, as of now: 0 when it does not run. */
    public long pid() {
        return postmaster.find().map(running -> running.process().pid()).orElse(0L);
    }

    public boolean isAlive() {
        return pid() != 0;
    }

    /** Stops it, without waiting for its clients; what they have committed is kept. Again: does nothing. */
    @Override
    public void close() {
        if (lock.isValid()) {
            try {
                postmaster.stop();
            } finally {
                release(lock);
            }
        }
    }

    private static FileLock lock(Place place) {
        var file = place.beside(".lock");
        try {
            Files.createDirectories(place.data().getParent());
            var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            var lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new PostgresException("%s is in use by another process (it holds %s).".formatted(place, file));
            }
            return lock;
        } catch (IOException unwritable) {
            throw new PostgresException("Cannot write " + file + ": " + unwritable.getMessage(), unwritable);
        }
    }

    /** Null when another has it, be that another process or this one. */
    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException ours) {
            return null;
        }
    }

    private static void release(FileLock lock) {
        try {
            lock.acquiredBy().close();
        } catch (IOException stuck) {
            throw new PostgresException("Cannot release the lock of the data folder.", stuck);
        }
    }
}
