package org.plankton.registry.ports;

/** What is asked of the table that says how far the service's own check of the files has come. */
public interface FileCheckMapper {
    /**
     * Says that a service is about to look at some files, unless one has done so lately.
     *
     * @param pause seconds that must have passed since
     * @return 0 if they have not
     */
    default int claim(long pause) {
        begin();
        return claimAfter(pause);
    }

    /** Only by {@link #claim}. */
    void begin();

    /** Only by {@link #claim}. */
    int claimAfter(long pause);

    /** The id of the image whose file was looked at last; empty before the first of a walk. */
    String position();

    /** Says that the walk has come to another image, unless it has gone on meanwhile. */
    int move(String from, String to);
}
