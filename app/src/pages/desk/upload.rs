//! Forms with a file: their fields as bytes.

use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;

use crate::error::AppError;

/// Fields of a form with files: none of ours has a tenth of it.
const MOST_FIELDS: usize = 200;

/// The fields of a form in the order in which they came, each of so many bytes at most.
pub async fn fields(mut form: Multipart, most: usize) -> Result<Vec<(String, Vec<u8>)>, AppError> {
    let broken = |err: MultipartError| AppError::from_status(err.status().as_u16());
    let mut fields = Vec::new();
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        let mut bytes = Vec::new();
        while let Some(chunk) = field.chunk().await.map_err(broken)? {
            // Counted here: the limit of the body reads as a broken form behind the layers around it.
            if bytes.len() + chunk.len() > most {
                return Err(AppError::TooLarge);
            }
            bytes.extend_from_slice(&chunk);
        }
        if fields.len() >= MOST_FIELDS {
            return Err(AppError::Malformed);
        }
        fields.push((name, bytes));
    }
    Ok(fields)
}
