package io.haochaping.domain.personal;

/**
 * Postal addresses with a house, building or room: a word for a road or place, a number and a unit (体育西路 123 号), and
 * whatever stands before and behind that belongs to them. A road, a hall or a window alone is nobody's address.
 */
final class AddressFinder {
    private static final int LONGEST_BEFORE = 36;
    private static final int MOST_PARTS = 8;
    private static final int LONGEST_NUMBER = 10;

    /** Behind these a number with any unit makes an address. */
    private static final Words ROADS =
            Words.of("路 街 巷 弄 胡同 大道 街道 村 庄 社区 小区 新村 屯 邨 村委会 居委会 公路 马路 寨 坡 塘 岭 圩 里弄 大街 新街 一区 二区 三区 四区");
    /** Behind these only with a unit that buildings have. */
    private static final Words PLACES = Words.of("园 苑 里 城 区 湾 坊 厦 寓 阁 轩 庭 居 广场 家园 花园 公寓 宿舍 大厦");

    private static final Words HOMES = Words.of("小区 花园 新村 家园 公寓 苑 园 庭 宿舍 大厦");
    /** Begin like a road and are none. */
    private static final Words NO_ROADS = Words.of(
            "一路 走路 上路 出路 思路 线路 网路 道路 半路 顺路 同路 迷路 问路 铁路 高速路 农村 全村 我村 本村 们村 该村 这里 那里 哪里 厅里 心里 手里 家里 窗口区 等候区 办事区 自助区 园区大厅");

    private static final Words UNITS =
            Words.of("号 號 弄 栋 棟 幢 座 巷 街 楼 樓 室 房 院 社 队 組 组 段 单元 單元 层 門 门 号院 号楼 號樓 号房 号大院 村民小组 排 铺 横巷 横街");
    private static final Words BUILDINGS = Words.of("栋 棟 幢 座 街 巷 单元 單元 号楼 號樓 室 房 弄 排");
    /** What an 号 of a hall, a bus or a day is followed by. */
    private static final Words OTHER_NUMBERS = Words.of("窗 柜 線 线 台 厅 机 文 令 上午 下午");
    /** After these the address begins. */
    private static final String STOPS = "住址寄到于是我你他她的了在去从跟把被给说请您与";

    private static final Words LEADS = Words.of("家 地 门牌 現 现 送 本人 所 籍 就 位 离 庭 户 往 小区");

    private AddressFinder() {}

    static void find(FoldedText text, Spans out) {
        int floor = 0;
        int i = 0;
        while (i < text.length) {
            int place = text.isHan(i) ? addressEnd(text, i) : -1;
            if (place > 0) {
                out.add(PersonalKind.ADDRESS, start(text, i, floor), place);
                floor = place;
                i = place;
            } else {
                i++;
            }
        }
    }

    /** The end of the address whose word for a road or place begins here, or -1. */
    private static int addressEnd(FoldedText text, int i) {
        int road = ROADS.at(text, i);
        int place = road > 0 ? 0 : PLACES.at(text, i);
        if (road + place == 0 || !text.isHan(i - 1) && !text.isLatin(i - 1) || isNoRoad(text, i)) {
            return -1;
        }
        if (place > 0 && !text.isHan(i - 1)) {
            return -1;
        }
        int at = behindPhase(text, i + road + place);
        if ("东西南北中".indexOf(text.at(at)) >= 0 && road > 0) {
            at++;
        }
        int end = part(text, at, road > 0 ? UNITS : BUILDINGS);
        if (end < 0 && (text.at(at) == '(' || text.isLatin(at))) {
            int block = text.isLatin(at) && text.at(at + 1) == '区' ? at + 2 : -1;
            end = block > 0 ? part(text, block, UNITS) : -1;
        }
        return end < 0 ? dashedRoomEnd(text, i, at) : chainEnd(text, end);
    }

    /** 花园二期3栋: the phase belongs to the name of the place. */
    private static int behindPhase(FoldedText text, int at) {
        int end = numberEnd(text, at);
        return end > at && text.at(end) == '期' ? end + 1 : at;
    }

    /** 阳光小区3-2-501: building, entrance and room without their units. */
    private static int dashedRoomEnd(FoldedText text, int word, int at) {
        int end = numberEnd(text, at);
        int dashes = 0;
        for (int i = at; i < end; i++) {
            dashes += text.chars[i] == '-' ? 1 : 0;
        }
        return HOMES.at(text, word) > 0 && dashes > 0 && end - at >= 5 && text.isDigit(end - 1) ? end : -1;
    }

    private static boolean isNoRoad(FoldedText text, int i) {
        return NO_ROADS.at(text, i - 1) > 0 || NO_ROADS.at(text, i - 2) > 2;
    }

    /** A number with a unit of the set: 123号, A栋, 第5村民小组, 一百二十三号. The place behind it, or -1. */
    private static int part(FoldedText text, int from, Words units) {
        int at = skipBlank(text, from);
        if (text.at(at) == '第') {
            at++;
        }
        int end = numberEnd(text, at);
        if (end == at) {
            return -1;
        }
        int behind = skipBlank(text, end);
        int unit = units.at(text, behind);
        if (unit == 0 || text.at(behind + unit - 1) == '号' && OTHER_NUMBERS.at(text, behind + unit) > 0) {
            return -1;
        }
        return behind + unit;
    }

    /** Further parts: 5栋, 2单元, 602室, (3-1)室, 之二, and a bare room number behind a building. */
    private static int chainEnd(FoldedText text, int from) {
        int end = from;
        for (int parts = 0; parts < MOST_PARTS; parts++) {
            int next = text.at(end) == '之' && text.isDigit(end + 1)
                    ? numberEnd(text, end + 1)
                    : part(text, open(text, end), UNITS);
            if (next < 0) {
                return bareRoomEnd(text, end);
            }
            end = next;
        }
        return end;
    }

    private static int bareRoomEnd(FoldedText text, int end) {
        int at = text.at(end) == '-' ? end + 1 : end;
        int to = numberEnd(text, at);
        boolean building = "栋棟幢座楼樓元巷".indexOf(text.at(end - 1)) >= 0;
        return building && to - at >= 2 && to - at <= 4 && text.isDigit(at) && !text.isHan(at) ? to : end;
    }

    private static int open(FoldedText text, int i) {
        return text.at(i) == '(' || text.at(i) == '-' || text.at(i) == ',' ? i + 1 : i;
    }

    private static int skipBlank(FoldedText text, int i) {
        return text.at(i) == ' ' || text.at(i) == ')' ? i + 1 : i;
    }

    private static int numberEnd(FoldedText text, int from) {
        int end = from;
        while (end - from < LONGEST_NUMBER && isPartOfNumber(text, end, from)) {
            end++;
        }
        return end;
    }

    private static boolean isPartOfNumber(FoldedText text, int i, int from) {
        char character = text.at(i);
        return text.isDigit(i)
                || character == '十'
                || character == '百'
                || (character == '-' || character == '#') && i > from
                || "甲乙丙丁".indexOf(character) >= 0
                || text.isLatin(i) && (i == from || text.isDigit(i - 1));
    }

    /** Back from the word for a road to where the address begins, not into the one before. */
    private static int start(FoldedText text, int road, int floor) {
        int lowest = Math.max(floor, road - LONGEST_BEFORE);
        int from = road;
        while (from > lowest && belongs(text, from - 1)) {
            from--;
        }
        boolean shorter = true;
        while (shorter && from < road) {
            int lead = leadAt(text, from);
            shorter = lead > 0 && from + lead < road;
            from += shorter ? lead : 0;
        }
        return from;
    }

    private static int leadAt(FoldedText text, int from) {
        boolean home = text.at(from) == '家' && (text.at(from + 1) == '园' || text.at(from + 1) == '乐');
        return text.at(from) == ' ' ? 1 : home ? 0 : LEADS.at(text, from);
    }

    private static boolean belongs(FoldedText text, int i) {
        if (text.at(i) == ' ') {
            return text.isHan(i - 1) && "省市区县镇乡".indexOf(text.at(i - 1)) >= 0;
        }
        boolean letter = text.isHan(i) || text.isDigit(i) || text.isLatin(i);
        return letter && STOPS.indexOf(text.at(i)) < 0;
    }
}
