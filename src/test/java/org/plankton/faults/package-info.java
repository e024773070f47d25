/**
 * The suite of faults: what is done to the service, and what it owes its callers meanwhile. A class a {@link
 * org.plankton.faults.Row row}; a {@link org.plankton.faults.Testbed testbed} with everything that a row breaks; and a
 * {@link org.plankton.faults.Report report}. {@code .ci/faults} runs all of it ({@link org.plankton.faults.Suite}), and
 * {@code mvn verify} what takes seconds ({@code FaultsTest}). What is promised stands in {@code docs/reliability.md}.
 */
package org.plankton.faults;
