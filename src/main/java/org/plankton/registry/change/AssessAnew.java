package org.plankton.registry.change;

import java.util.List;
import org.plankton.registry.catalogue.Assessor;
import org.plankton.registry.ports.Database;
import org.plankton.registry.request.Caller;
import org.plankton.registry.writing.ImageWriter;

/**
 * Assesses images that have not changed: once all that were assessed by another catalogue, or before there was one; and
 * then, whenever it runs, those whose last day has passed. Several services may do so at once.
 */
public final class AssessAnew implements Runnable {
    /** Numbers of images that are looked at by one statement. */
    private static final int SPAN = 5_000;

    /** Images that are written by one transaction. */
    private static final int BATCH = 50;

    private final Database database;
    private final Assessor assessor;

    /** Up to which all are assessed by this catalogue. */
    private long walkedTo;

    private boolean hasWalked;

    public AssessAnew(Database database, Assessor assessor) {
        this.database = database;
        this.assessor = assessor;
    }

    @Override
    public void run() {
        if (!hasWalked) {
            walk();
        }
        List<String> past;
        do {
            past = database.read(tables -> tables.assessments().listPast(assessor.today(), BATCH));
            assess(past);
        } while (past.size() == BATCH);
    }

    /** Those that come meanwhile are assessed as they are written. */
    private void walk() {
        long last = database.read(tables -> tables.assessments().lastNumber());
        while (walkedTo < last) {
            List<String> ids = database.read(tables -> tables.assessments()
                    .listAssessedOtherwise(walkedTo, SPAN, assessor.catalogue().version()));
            for (int i = 0; i < ids.size(); i += BATCH) {
                assess(ids.subList(i, Math.min(i + BATCH, ids.size())));
            }
            walkedTo += SPAN;
        }
        hasWalked = true;
    }

    private void assess(List<String> ids) {
        if (!ids.isEmpty()) {
            database.inTransaction(Caller.SERVICE, tables -> {
                ids.forEach(id -> ImageWriter.assess(tables, id));
                return ids.size();
            });
        }
    }
}
