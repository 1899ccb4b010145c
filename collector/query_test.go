package collector

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/argus-power/argus/config"
)

func TestQueryListsModules(t *testing.T) {
	q, err := parseQuery(httptest.NewRequest("GET", "/probe?target=a&module=x,y", nil))
	if err != nil || q.Module != "x,y" {
		t.Errorf("module %q, %v", q.Module, err)
	}
	_, err = parseQuery(httptest.NewRequest("GET", "/probe?target=a&module=x&module=y", nil))
	if err == nil || !strings.Contains(err.Error(), "with commas between several modules") {
		t.Errorf("got %v", err)
	}
}

// TestModuleLabel holds that callers cannot make series by listing modules.
func TestModuleLabel(t *testing.T) {
	for want, m := range map[string]config.Module{
		"ups-mib": {Name: "ups-mib"}, "several": {Name: "ups-mib,oem", Listed: true},
	} {
		if got := moduleLabel(&m); got != want {
			t.Errorf("%s counts as %q", m.Name, got)
		}
	}
}
