package io.haochaping.traffic;

import java.util.List;

/**
 * What is true of a case, before any system has written it down in its own codes.
 *
 * @param issuingSystem empty where the region is the scope
 * @param number as it is after normalisation
 * @param codeSystem in which this case's records are written
 * @param region owner region, 12 digits
 * @param serviceChannel {@code online} or {@code on-site}
 * @param ratingChannel normalised
 * @param participatingItems of a joint service, else empty
 */
record CaseFile(
        String issuingSystem,
        String number,
        String codeSystem,
        String region,
        String department,
        String venue,
        String item,
        String serviceChannel,
        String ratingChannel,
        String originApp,
        List<String> participatingItems) {

    String scope() {
        return issuingSystem.isEmpty() ? region : issuingSystem;
    }

    Dimensions ofCase() {
        return new Dimensions(region, department, venue, item, serviceChannel, "");
    }

    Dimensions ofRating() {
        return new Dimensions(region, department, venue, item, ratingChannel, originApp);
    }

    Dimensions ofWorkOrder() {
        return new Dimensions(region, department, venue, item, ratingChannel, "");
    }

    /** A complaint names no venue. */
    Dimensions ofComplaint() {
        return new Dimensions(region, department, "", item, ratingChannel, "");
    }

    CaseFile writtenIn(String otherCodeSystem) {
        return new CaseFile(
                issuingSystem,
                number,
                otherCodeSystem,
                region,
                department,
                venue,
                item,
                serviceChannel,
                ratingChannel,
                originApp,
                participatingItems);
    }

    CaseFile issuedBy(String otherSystem) {
        return new CaseFile(
                otherSystem,
                number,
                codeSystem,
                region,
                department,
                venue,
                item,
                serviceChannel,
                ratingChannel,
                originApp,
                participatingItems);
    }

    CaseFile ownedBy(String otherRegion, String otherDepartment) {
        return new CaseFile(
                issuingSystem,
                number,
                codeSystem,
                otherRegion,
                otherDepartment,
                venue,
                item,
                serviceChannel,
                ratingChannel,
                originApp,
                participatingItems);
    }

    CaseFile ratedOver(String otherChannel, String otherApp) {
        return new CaseFile(
                issuingSystem,
                number,
                codeSystem,
                region,
                department,
                venue,
                item,
                serviceChannel,
                otherChannel,
                otherApp,
                participatingItems);
    }

    CaseFile jointWith(List<String> items) {
        return new CaseFile(
                issuingSystem,
                number,
                codeSystem,
                region,
                department,
                venue,
                item,
                serviceChannel,
                ratingChannel,
                originApp,
                items);
    }

    CaseFile servedAt(String otherVenue, String otherItem) {
        return new CaseFile(
                issuingSystem,
                number,
                codeSystem,
                region,
                department,
                otherVenue,
                otherItem,
                serviceChannel,
                ratingChannel,
                originApp,
                participatingItems);
    }
}
