package org.plankton.log;

import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;
import java.util.Optional;

/** Tells on standard error what is wrong with the log itself: its configuration, or where it is to be written. */
final class Problems implements StatusListener {
    @Override
    public boolean isResetResistant() {
        return true;
    }

    @Override
    public void addStatusEvent(Status status) {
        if (status.getLevel() >= Status.WARN) {
            String cause = Optional.ofNullable(status.getThrowable())
                    .map(thrown -> ": " + thrown)
                    .orElse("");
            System.err.println("Plankton's log: " + status.getMessage() + cause);
        }
    }
}
