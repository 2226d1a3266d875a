package io.pulsefleet.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** It cannot be done: what, why, and what to do about it, in one message for people. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Exit exit;

    RefusedException(Exit exit, String message) {
        super(message);
        this.exit = exit;
    }

    RefusedException(Exit exit, String message, Throwable cause) {
        super(message, cause);
        this.exit = exit;
    }

    /** @param what it is that cannot be done to a file */
    static RefusedException ofFile(String what, IOException cause) {
        return new RefusedException(Exit.WRONG, what + ": " + why(cause), cause);
    }

    /** Java says of some the file's name alone. */
    private static String why(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "there is none";
        }
        if (cause instanceof AccessDeniedException) {
            return "you may not";
        }
        return cause instanceof CharacterCodingException ? "it is no text in UTF-8" : cause.getMessage();
    }

    Exit exit() {
        return exit;
    }
}
