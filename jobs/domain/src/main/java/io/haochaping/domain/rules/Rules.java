package io.haochaping.domain.rules;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How one jurisdiction counts, for a span of time. Chosen by data, never by the clock.
 *
 * @param version stands in every row that was counted under these rules
 * @param defaultAfterDays an unrated completed case is rated by the system at 23:59:59 of this day after its completion; 0: never
 * @param defaultLevel the level it is rated with, 1 to 5
 * @param scale which levels are good
 * @param identity which ratings of a case compete for one place
 * @param lastContent true: of those the last counts; false: the first
 * @param windowDays a rating counts until the end of this day after the completion; 0: always
 * @param shares whether participating items carry a shared count
 * @param leftOut channels that the satisfaction distribution leaves out; their ratings are counted all the same
 * @param complaints how long a complaint may take
 * @param fraud from when on ratings look suspicious
 * @param publication when the figures of a month close
 * @param officeHours which service is shown as given in working time
 * @param limitLengths how limits of different units are compared
 * @param orderDeadlines what is due of a work order
 */
public record Rules(
        String version,
        int defaultAfterDays,
        int defaultLevel,
        LevelScale scale,
        RatingIdentity identity,
        boolean lastContent,
        ReRating reRating,
        int windowDays,
        CountsFor countsFor,
        boolean shares,
        SortedSet<String> leftOut,
        MeanScore meanScore,
        ComplaintRules complaints,
        FraudRules fraud,
        Publication publication,
        OfficeHours officeHours,
        LimitLengths limitLengths,
        OrderDeadlines orderDeadlines) {
    public Rules {
        if (defaultAfterDays < 0 || windowDays < 0 || defaultLevel < 1 || defaultLevel > 5) {
            throw new IllegalArgumentException("rules " + version + " hold a day or level out of range");
        }
        leftOut = Collections.unmodifiableSortedSet(new TreeSet<>(leftOut));
    }

    /** With the standard publication, office hours and lengths of limits, and nothing due of a work order. */
    public Rules(
            String version,
            int defaultAfterDays,
            int defaultLevel,
            LevelScale scale,
            RatingIdentity identity,
            boolean lastContent,
            ReRating reRating,
            int windowDays,
            CountsFor countsFor,
            boolean shares,
            SortedSet<String> leftOut,
            MeanScore meanScore,
            ComplaintRules complaints,
            FraudRules fraud) {
        this(
                version,
                defaultAfterDays,
                defaultLevel,
                scale,
                identity,
                lastContent,
                reRating,
                windowDays,
                countsFor,
                shares,
                leftOut,
                meanScore,
                complaints,
                fraud,
                Publication.STANDARD,
                OfficeHours.STANDARD,
                LimitLengths.STANDARD,
                OrderDeadlines.NONE);
    }

    /** With the standard deadlines of complaints and thresholds of suspicion. */
    public Rules(
            String version,
            int defaultAfterDays,
            int defaultLevel,
            LevelScale scale,
            RatingIdentity identity,
            boolean lastContent,
            ReRating reRating,
            int windowDays,
            CountsFor countsFor,
            boolean shares,
            SortedSet<String> leftOut,
            MeanScore meanScore) {
        this(
                version,
                defaultAfterDays,
                defaultLevel,
                scale,
                identity,
                lastContent,
                reRating,
                windowDays,
                countsFor,
                shares,
                leftOut,
                meanScore,
                ComplaintRules.STANDARD,
                FraudRules.STANDARD);
    }

    /** What is not said is standard: per stage, the first counts, re-ratings apart, no window, handling side, everything shown. */
    public Rules(String version, int defaultAfterDays, int defaultLevel, int goodFrom) {
        this(
                version,
                defaultAfterDays,
                defaultLevel,
                LevelScale.from(goodFrom),
                RatingIdentity.STAGE,
                false,
                ReRating.SEPARATE,
                0,
                CountsFor.HANDLING,
                true,
                new TreeSet<>(),
                MeanScore.STANDARD,
                ComplaintRules.STANDARD,
                FraudRules.STANDARD);
    }

    public boolean hasDefaults() {
        return defaultAfterDays > 0;
    }

    /** The same with another publication, office hours and lengths of limits. */
    public Rules with(Publication otherPublication, OfficeHours otherHours, LimitLengths otherLengths) {
        return new Rules(
                version,
                defaultAfterDays,
                defaultLevel,
                scale,
                identity,
                lastContent,
                reRating,
                windowDays,
                countsFor,
                shares,
                leftOut,
                meanScore,
                complaints,
                fraud,
                otherPublication,
                otherHours,
                otherLengths,
                orderDeadlines);
    }

    /** The same with other deadlines of work orders. */
    public Rules with(OrderDeadlines otherDeadlines) {
        return new Rules(
                version,
                defaultAfterDays,
                defaultLevel,
                scale,
                identity,
                lastContent,
                reRating,
                windowDays,
                countsFor,
                shares,
                leftOut,
                meanScore,
                complaints,
                fraud,
                publication,
                officeHours,
                limitLengths,
                otherDeadlines);
    }

    /** The lowest level that is good. */
    public int goodFrom() {
        return scale.goodFrom();
    }

    /** Whether the place of a rating is its ordinal and the first takes it: what needs no second look. */
    public boolean ratesPlainly() {
        return identity == RatingIdentity.STAGE && !lastContent && windowDays == 0;
    }

    /** Whether each re-rating stands for itself. */
    public boolean reRatesPlainly() {
        return reRating.isPlain();
    }

    /** One line; what is standard is not named, so that a rule that is added later leaves the text of earlier versions as it was. */
    public String canonicalText() {
        StringBuilder text = new StringBuilder(version)
                .append(" default=")
                .append(defaultAfterDays)
                .append("d@")
                .append(defaultLevel)
                .append(" good>=")
                .append(goodFrom());
        Rules standard = new Rules(version, defaultAfterDays, defaultLevel, goodFrom());
        unless(scale == standard.scale, text, " scale=", scale.code());
        unless(identity == standard.identity, text, " identity=", identity.code());
        unless(!lastContent, text, " content=", "last");
        unless(reRating.equals(standard.reRating), text, " re-rating=", reRating.replaces() + "/" + reRating.atMost());
        unless(windowDays == 0, text, " window=", windowDays + "d");
        unless(!countsFor.acceptingDepartment(), text, " department=", "acceptance");
        unless(!countsFor.acceptingRegion(), text, " region=", "acceptance");
        unless(shares, text, " shared=", "none");
        unless(leftOut.isEmpty(), text, " left-out=", String.join(",", leftOut));
        unless(meanScore.equals(standard.meanScore), text, " mean=", meanScore.canonicalText());
        unless(complaints.equals(standard.complaints), text, " ", complaints.canonicalText());
        unless(fraud.equals(standard.fraud), text, " fraud=", fraud.canonicalText());
        unless(publication.closesAsStandard(), text, " ", publication.canonicalText());
        unless(officeHours.equals(standard.officeHours), text, " office=", officeHours.canonicalText());
        unless(limitLengths.equals(standard.limitLengths), text, " lengths=", limitLengths.canonicalText());
        unless(orderDeadlines.isEmpty(), text, " deadlines=", orderDeadlines.canonicalText());
        return text.toString();
    }

    private static void unless(boolean standard, StringBuilder text, String name, String value) {
        if (!standard) {
            text.append(name).append(value);
        }
    }
}
