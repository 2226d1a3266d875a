package io.pulsefleet.cli;

/** How a command ends, as a script sees it. */
enum Exit {
    DONE(0, "It is done."),
    FAILED(
            1,
            "It was asked, and came to nothing: the command on the host failed, was refused, cancelled, expired or lost;"
                    + " what was to be changed is another by now; the answer could not be written."),
    WRONG(2, "What was asked is wrong: an option, a parameter, a file."),
    NOT_ALLOWED(3, "Nobody is signed in, or may not do this."),
    NOT_THERE(4, "There is no such host, job or command."),
    AWAY(5, "The hub does not answer, or not now, or what answers is no hub.");

    private final int code;
    private final String meaning;

    Exit(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    int code() {
        return code;
    }

    String meaning() {
        return meaning;
    }

    /** @param status of a hub's answer that is no success */
    static Exit of(int status) {
        return switch (status) {
            case 401, 403 -> NOT_ALLOWED;
            case 404 -> NOT_THERE;
            case 409, 412 -> FAILED;
            case 408, 429 -> AWAY;
            default -> status < 400 || status >= 500 ? AWAY : WRONG;
        };
    }
}
