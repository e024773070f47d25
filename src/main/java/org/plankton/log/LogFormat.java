package org.plankton.log;

/** How an event is written. */
public enum LogFormat {
    /** For people. */
    TEXT,
    /** For machines. */
    JSON
}
