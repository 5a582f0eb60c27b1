"""Step 2, model: typed entities, one declaration of every field. Each field's description is its documentation."""
