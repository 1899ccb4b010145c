package power

import (
	"math"
	"strings"
	"testing"
	"time"
)

func TestParseDate(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"slashes, year first", "2019/07/04", "2019-07-04"},
		{"short parts", "2019/7/4", "2019-07-04"},
		{"ISO", "2019-07-04", "2019-07-04"},
		{"points, year first", "2019.07.04", "2019-07-04"},
		{"American", "07/24/2019", "2019-07-24"},
		{"American, short parts", "7/4/2019", "2019-07-04"},
		{"American, two digits", "07/24/19", "2019-07-24"},
		{"American, hyphens", "07-24-2019", "2019-07-24"},
		{"either way: month first", "03/04/2019", "2019-03-04"},
		{"either way, two digits", "03/04/19", "2019-03-04"},
		{"day first, as no month 24 exists", "24/07/2019", "2019-07-24"},
		{"day first, two digits", "24/07/19", "2019-07-24"},
		{"points are always day first", "03.04.2019", "2019-04-03"},
		{"digits, month first", "07242019", "2019-07-24"},
		{"digits, year first", "20190724", "2019-07-24"},
		{"month in letters", "24Jul19", "2019-07-24"},
		{"month in letters, long year", "24Jul2019", "2019-07-24"},
		{"month in capitals", "24JUL19", "2019-07-24"},
		{"leap day", "2020/02/29", "2020-02-29"},
		{"last century", "09/25/99", "1999-09-25"},
		{"what APC leaves in the field", "2001/09/25", "2001-09-25"},
		{"first second", "1970/01/01", "1970-01-01"},
		{"before it", "1969/12/31", "1969-12-31"},
		{"blanks around", " 2019/07/04\t", "2019-07-04"},
	} {
		t.Run(test.name, func(t *testing.T) {
			want, err := time.Parse(time.DateOnly, test.want)
			if err != nil {
				t.Fatal(err)
			}
			got, ok := ParseDate(test.text)
			if !ok || got != float64(want.Unix()) {
				t.Errorf("ParseDate(%q) = %v, %t, want %v", test.text, got, ok, want.Unix())
			}
		})
	}
}

func TestParseDateRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"empty": "", "blank": "  ", "month 0 in the far future": "4158/00/03",
		"day 165": "2065/165/165", "no month, no day": "2001/00/00", "no month": "1980/00/01",
		"no day": "1980/01/00", "leap day without leap year": "2019/02/29", "April 31": "2019-04-31",
		"month 13 and day 13": "13/13/2019", "zeros": "00/00/0000", "more zeros": "00000000",
		"word": "unknown", "maker": "CPS", "not set": "not set", "question": "?", "number": "1234",
		"date and time": "2019/07/04 10:00", "year alone": "2019", "other month": "24Xyz19",
		"trailing text": "2019/07/0x", "negative": "-019/07/04", "mixed": "2019/07-04",
		"NUL": "2019/07/4\x00", "very long": strings.Repeat("2019/07/04", 100),
	} {
		t.Run(name, func(t *testing.T) {
			if got, ok := ParseDate(text); ok {
				t.Errorf("ParseDate(%q) = %v", text, time.Unix(int64(got), 0).UTC())
			}
		})
	}
}

func TestParseClock(t *testing.T) {
	for _, test := range []struct {
		text string
		want float64
	}{
		{"36:00", 2160},
		{"1:57", 117},
		{"64:41", 3881},
		{"3:58", 238},
		{"00:00", 0},
		{" 1:05 ", 65},
		{"1:00:00", 3600},
		{"120:01:02", 432062},
		{"0:59", 59},
	} {
		if got, ok := ParseClock(test.text); !ok || got != test.want {
			t.Errorf("ParseClock(%q) = %v, %t, want %v", test.text, got, ok, test.want)
		}
	}
	for _, text := range []string{
		"", "5", ":", "1:", ":5", "1:60", "1:60:00", "1:00:60", "1:2:3:4", "-1:30", "-0:30", "1:-5",
		"+1:30", "1.5:30", "1:5,5", "1 :30", "a:b", "1:57x", "1::5", "0x1:10", "1e1:10", "nan:10",
		strings.Repeat("9", 100) + ":10",
	} {
		if got, ok := ParseClock(text); ok {
			t.Errorf("ParseClock(%q) = %v", text, got)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{
		"2019/07/04", "07/24/19", "24.7.2019", "24Jul19", "20190724", "4158/00/03", "2065/165/165", "",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, ok := ParseDate(s)
		if !ok {
			if v != 0 {
				t.Fatalf("ParseDate(%q) refuses and gives %v", s, v)
			}
			return
		}
		if math.Mod(v, 86400) != 0 {
			t.Fatalf("ParseDate(%q) = %v, which is no midnight", s, v)
		}
		day := time.Unix(int64(v), 0).UTC()
		if y := day.Year(); y < 0 || y > 9999 {
			t.Fatalf("ParseDate(%q) is in the year %d", s, y)
		}
		if again, ok := ParseDate(day.Format("2006/1/2")); !ok || again != v {
			t.Fatalf("ParseDate(%q) = %v, and of its usual form %v, %t", s, v, again, ok)
		}
	})
}
