"""The declared terms beside the trees."""

# 4C Mortality (Knight et al., BMJ 2020): one comorbidity 1 point, two or more 2; confusion (GCS < 15) 2 points. Its risk groups
# 4-8, 9-14 and 15 or more points died in 9.9, 31.4 and 61.5 %: about 0.25 log-odds a point. Halved, since the labs and vitals
# beside it already say part of it; about one comorbidity, so that an ordinary history moves nothing.
NOTES = {"kind": "prior, not learned", "source": "4C Mortality score, Knight et al., BMJ 2020;370:m3339: points as log-odds (0.25 a point), halved",
         "perComorbidity": .125, "confusion": .25, "comorbiditiesCountedTo": 2, "comorbiditiesTypical": 1,
         "note": "No data tie notes to outcome here. Confusion counts only while no coma score is charted."}

NO_FILM = {"weight": 0.0, "claim": "none", "columns": ["abnormal_logit", "view_ap_probability"], "coefficients": [0.0, 0.0],
           "centre": [0.0, .5], "fittedOn": "none", "gainInterval": None,
           "note": "The film is accepted and has no effect: no gain over its view could be shown."}
