package org.plankton.registry.change;

import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.plankton.registry.catalogue.Assessor;
import org.plankton.registry.image.Fault;
import org.plankton.registry.ports.AssessmentMapper.Renamed;
import org.plankton.registry.ports.Database;
import org.plankton.registry.request.Caller;
import org.plankton.registry.writing.ImageWriter;

/**
 * Assesses images that have not changed: once all that were assessed by another catalogue, or before there was one; and
 * whenever it runs those of accounts that are called otherwise, and those whose last day has passed. Several services
 * may do so at once.
 */
public final class AssessAnew implements Runnable {
    /** Numbers of images, or images, that are looked at by one statement. */
    private static final int SPAN = 5_000;

    /** Images that are written by one transaction. */
    private static final int BATCH = 50;

    private static final System.Logger LOG = System.getLogger(AssessAnew.class.getName());

    private final Database database;
    private final Assessor assessor;

    /** Whether all have been assessed by this catalogue. */
    private boolean hasWalked;

    /** Images that cannot be assessed, of which the log has been told. */
    private final Set<String> told = new HashSet<>();

    public AssessAnew(Database database, Assessor assessor) {
        this.database = database;
        this.assessor = assessor;
    }

    @Override
    public void run() {
        try {
            if (!hasWalked) {
                walk();
                hasWalked = true;
            }
            List<Renamed> renamed = database.read(tables -> tables.assessments().listRenamed());
            renamed.forEach(this::assessOf);
        } finally {
            assessPast();
        }
    }

    /** Those that cannot be assessed stay past their day, and are asked for beside the next. */
    private void assessPast() {
        Set<String> failed = new HashSet<>();
        List<String> past;
        do {
            int limit = BATCH + failed.size();
            List<String> listed = database.read(tables -> tables.assessments().listPast(assessor.today(), limit));
            past = listed.stream().filter(id -> !failed.contains(id)).toList();
            failed.addAll(assess(past));
        } while (past.size() >= BATCH);
    }

    /** Those that come meanwhile are assessed as they are written. */
    private void walk() {
        long last = database.read(tables -> tables.assessments().lastNumber());
        for (long number = 0; number < last; number += SPAN) {
            long after = number;
            List<String> ids = database.read(tables -> tables.assessments()
                    .listToAssess(after, SPAN, assessor.catalogue().version()));
            assessAll(ids);
        }
    }

    private void assessAll(List<String> ids) {
        for (int i = 0; i < ids.size(); i += BATCH) {
            assess(ids.subList(i, Math.min(i + BATCH, ids.size())));
        }
    }

    /** Whatever is written of that account meanwhile is found by what it is called then. */
    private void assessOf(Renamed account) {
        String after = "";
        List<String> ids;
        do {
            String last = after;
            ids = database.read(tables -> tables.assessments().listOwned(account.account(), last, SPAN));
            assessAll(ids);
            after = ids.isEmpty() ? after : ids.get(ids.size() - 1);
        } while (ids.size() == SPAN);
        database.inTransaction(Caller.SERVICE, tables -> {
            ImageWriter.indexName(tables, account);
            return account;
        });
    }

    /** Those that cannot be, which keep no others from it: each is then assessed by itself. */
    private List<String> assess(List<String> ids) {
        try {
            assessAtOnce(ids);
            return List.of();
        } catch (RuntimeException e) {
            requireAnswer(e);
            return ids.stream().filter(id -> !canBeAssessed(id)).toList();
        }
    }

    private boolean canBeAssessed(String id) {
        try {
            assessAtOnce(List.of(id));
            return true;
        } catch (RuntimeException e) {
            requireAnswer(e);
            LOG.log(told.add(id) ? Level.ERROR : Level.DEBUG, () -> "image " + id + " cannot be assessed", e);
            return false;
        }
    }

    /** That the database does not answer is no image's fault, and would be so of the next. */
    private static void requireAnswer(RuntimeException e) {
        if (e instanceof Fault fault && fault.kind() == Fault.Kind.UNAVAILABLE) {
            throw fault;
        }
    }

    private void assessAtOnce(List<String> ids) {
        if (!ids.isEmpty()) {
            database.inTransaction(Caller.SERVICE, tables -> {
                ids.forEach(id -> ImageWriter.assess(tables, id));
                return ids.size();
            });
        }
    }
}
