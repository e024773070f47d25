package org.plankton.registry.sharing;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.StoredObject;

/** What is at a location is looked at before it is shared. */
final class Look implements Consumer<StoredObject> {
    private Predicate<StoredObject> isFile;
    private boolean isOther;
    private boolean isPassed;
    private boolean isMissed;

    /** @param isFile whether it is the file that is to be shared */
    Look(Predicate<StoredObject> isFile) {
        this.isFile = isFile;
    }

    @Override
    public void accept(StoredObject found) {
        isOther = !isFile.test(found);
        if (isOther) {
            throw new Fault(
                    Fault.Kind.CONFLICT, "the file at the location is another than was registered; register it again");
        }
        isPassed = true;
    }

    void takeAny() {
        isFile = any -> true;
    }

    /** The store has said that nothing is there, and may have written nonetheless whom it lets read no longer. */
    void miss() {
        isMissed = true;
    }

    /** Whether another file was there. */
    boolean isOther() {
        return isOther;
    }

    /** Whether the store may have been told to let anybody read. */
    boolean isPassed() {
        return isPassed;
    }

    boolean isMissed() {
        return isMissed;
    }
}
