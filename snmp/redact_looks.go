package snmp

import (
	"math"
	"regexp"
	"strings"

	"github.com/argus-power/argus/power"
)

// Words that are long, have letters and digits, and yet are no serial numbers.
var (
	versionLike = regexp.MustCompile(`^[A-Za-z]{0,4}[-_]?[vVrR]?\d+[._]\d`)
	dateLike    = regexp.MustCompile(`(?i)^(\d{4}-\d\d-\d\dT?[\d.]*Z?|` +
		`\d{0,2}[-.]?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-.]?[\d-]+)$`)
	fileLike = regexp.MustCompile(`(?i)^[a-z0-9_.-]+\.` +
		`(bin|hex|img|fw|rom|mib|my|txt|cfg|ini|xml|json|zip|gz|tgz|tar|so|htm|html)$`)
	wordLike    = regexp.MustCompile(`^[A-Z][A-Za-z]*[a-z]{4,}\d{1,2}$`) // "Humidity2", "ShuntInput3"
	machineLike = regexp.MustCompile(`(?i)^(x86|i[3-6]86|arm|aarch|mips|ppc|powerpc)[a-z0-9_-]*$`)
	countedLike = regexp.MustCompile(`(?i)^(outlet|receptacle|temperature|humidity|sensor|phase|input|output|` +
		`branch|breaker|circuit|inlet|battery|module|contact|relay|channel|group|device|switch|voltage|current|` +
		`power|alarm|rectifier|inverter|bypass|cabinet|feed|bank|digital|analog|analogue|unit|probe|door|water|` +
		`smoke|line|load|fuse|string|port|slot|fan|ups|pdu|ats|temp|hum|in|out|no|[._#-])+\d{1,3}(\.\d{1,3})?$`)
	amountLike = regexp.MustCompile(`(?i)^[\d.+-]+(m|k)?(v|a|w|va|ah|wh|hz|vac|vdc|ac|dc|c|f|s|h)$`) // "100-120V"
	rangeLike  = regexp.MustCompile(`^(a-z|A-Z|0-9)`)                                                // of a regexp
	domainEnd  = regexp.MustCompile(`^(?i:com|net|org|edu|gov|mil|int|info|biz|name|pro|io|dev|app|cloud|tech|` +
		`systems|network|local|localdomain|localhost|lan|internal|intern|intranet|intra|home|corp|private|test|` +
		`example|arpa|mgmt|dc|[a-z]{2})$`)
)

// isDay says whether digits are a day of our time: 20240131, 31/01/2024.
func isDay(text string) bool { return dayLike.MatchString(text) }

var dayLike = regexp.MustCompile(`^((19|20)\d\d[-/.]?[01]\d[-/.]?[0-3]\d|[0-3]?\d[-/.][0-3]?\d[-/.](19|20)?\d\d)\b`)

// isNumeric says whether a text is a number, or one with a time or a date in digits.
func isNumeric(text string) bool {
	if _, ok := power.ParseNumber(text); ok {
		return true
	}
	return strings.Trim(text, "0123456789/:-+., ") == "" && !strings.Contains(text, ".") &&
		!strings.Contains(text, "::") && strings.Count(text, ":") < 5 && strings.Count(text, "-") < 5
}

// mayBeSerial says whether a number is long enough for a serial number, and neither
// round, nor a day, nor what agents say for "unknown".
func mayBeSerial(x float64) bool {
	text := formatInteger(x)
	return x >= 1e6 && x != math.MaxInt32 && !strings.HasSuffix(text, "000") && !isDay(text)
}

// domain replaces what looks like the full name of a host.
func (r *Redactor) domain(found string) string {
	labels := strings.Split(found, ".")
	end := labels[len(labels)-1]
	oneCase := end == strings.ToLower(end) || end == strings.ToUpper(end)
	long := len(labels) > 2 && oneCase && hasLetter(labels[0])
	known := domainEnd.MatchString(end) && hasLetter(labels[len(labels)-2]) && oneCase
	if !long && !known || len(labels[0]) < 2 || fileLike.MatchString(found) || versionLike.MatchString(found) {
		return found
	}
	r.remember(nameAlias, labels[0])
	return r.remember(hostAlias, found)
}

// random replaces long texts in hexadecimal or Base64, which keys are.
func (r *Redactor) random(found string) string {
	bare := strings.TrimRight(found, "=")
	digits := strings.ContainsAny(bare, "0123456789")
	lower := strings.ContainsAny(bare, "abcdefghijklmnopqrstuvwxyz")
	upper := strings.ContainsAny(bare, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	hex := strings.Trim(bare, "0123456789abcdefABCDEF") == "" && digits && (lower || upper)
	if hex || len(bare) >= 20 && digits && lower && upper || found != bare && len(bare) >= 20 {
		return r.aliases.of(secretAlias, found)
	}
	return found
}

// serialLike replaces what looks like a serial number.
func (r *Redactor) serialLike(found string) string {
	mixed := hasLetter(found) && strings.ContainsAny(found, "0123456789")
	if !mixed || innocent(found) || r.public[strings.ToLower(found)] {
		return found
	}
	return r.remember(serialAlias, found)
}

// innocent says whether a word looks like none that is anybody's own.
func innocent(word string) bool {
	for _, like := range []*regexp.Regexp{
		versionLike, dateLike, fileLike, wordLike, machineLike, countedLike, amountLike, rangeLike,
	} {
		if like.MatchString(word) {
			return true
		}
	}
	return false
}

// wordsOf are the words of a model or a version, as serialLike takes them.
var wordsOf = regexp.MustCompile(`[A-Za-z0-9][A-Za-z0-9._#*+-]{6,}[A-Za-z0-9]`)

// publish notes the words of a model, a maker or a version, which may be found in other texts.
func (r *Redactor) publish(text string) {
	for _, word := range wordsOf.FindAllString(text, -1) {
		r.public[strings.ToLower(word)] = true
	}
}

func hasLetter(s string) bool {
	return strings.ContainsFunc(s, func(c rune) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' })
}
